package io.github.recurrent4j.search;

import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/**
 * Ends a search when no candidate runs and: there are none left (a grid's end, where Arbiter itself
 * would wait for ever), there were enough, the time is over, or the score is good enough.
 */
final class Ending implements TerminationCondition {
  private final Search search;
  private final CandidateGenerator generator;

  Ending(Search search, CandidateGenerator generator) {
    this.search = search;
    this.generator = generator;
  }

  @Override
  public void initialize(IOptimizationRunner runner) {
    // The search keeps the time.
  }

  @Override
  public boolean terminate(IOptimizationRunner runner) {
    return runner.numCandidatesQueued() == 0 && (search.over() || !generator.hasMoreCandidates());
  }
}
