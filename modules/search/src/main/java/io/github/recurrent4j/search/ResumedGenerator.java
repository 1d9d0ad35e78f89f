package io.github.recurrent4j.search;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * A seeded generator, taken past the candidates of an earlier run: it makes them again, and is told
 * their scores, so that it goes on as if it had not been interrupted.
 */
final class ResumedGenerator implements CandidateGenerator {
  private final CandidateGenerator generator;

  private ResumedGenerator(CandidateGenerator generator) {
    this.generator = generator;
  }

  /**
   * Replays earlier trials.
   *
   * @throws BadInputException if the generator does not make the same candidates
   */
  static CandidateGenerator after(CandidateGenerator generator, long seed, List<Trial> trials) {
    generator.setRngSeed(seed);
    for (Trial trial : trials) {
      Candidate<?> candidate = generator.hasMoreCandidates() ? generator.getCandidate() : null;
      if (candidate == null
          || !Arrays.equals(candidate.getFlatParameters(), trial.flat())
          || !((Setting) candidate.getValue()).values().equals(trial.values())) {
        throw new BadInputException(
            "the folder holds a search with another space, generator or seed: use a new --out");
      }
      if (trial.scored()) {
        generator.reportResults(
            new OptimizationResult(candidate, trial.score(), trial.index(), null, null, null));
      }
    }
    return new ResumedGenerator(generator);
  }

  @Override
  public boolean hasMoreCandidates() {
    return generator.hasMoreCandidates();
  }

  @Override
  public Candidate<?> getCandidate() {
    return generator.getCandidate();
  }

  @Override
  public void reportResults(OptimizationResult result) {
    generator.reportResults(result);
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return generator.getParameterSpace();
  }

  @Override
  public void setRngSeed(long seed) {
    throw new UnsupportedOperationException("the seed was set before the replay");
  }

  @Override
  public Class<?> getCandidateType() {
    return generator.getCandidateType();
  }
}
