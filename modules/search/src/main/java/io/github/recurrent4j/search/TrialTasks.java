package io.github.recurrent4j.search;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;

/** Makes Arbiter's tasks. */
final class TrialTasks implements TaskCreator {
  private final Search search;

  TrialTasks(Search search) {
    this.search = search;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // Arbiter's signature; the space makes settings.
  public Callable<OptimizationResult> create(
      Candidate candidate,
      Class<? extends DataSource> source,
      Properties properties,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    return new TrialTask(search, (Candidate<Setting>) candidate, properties, score);
  }

  @Override
  @Deprecated
  @SuppressWarnings("rawtypes") // Arbiter's signature.
  public Callable<OptimizationResult> create(
      Candidate candidate,
      DataProvider provider,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    throw new UnsupportedOperationException("give a DataSource");
  }
}
