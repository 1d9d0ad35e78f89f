package io.github.recurrent4j.search;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One candidate and what became of it: a line of {@code trials.jsonl}.
 *
 * @param index number, from 0
 * @param values its setting
 * @param flat where it lies in Arbiter's space, numbers in [0, 1]
 * @param status what became of it
 * @param score the score, NaN if it failed
 * @param seconds time it took
 * @param why the reason of a failure, else empty
 * @param curve validations: minutes, figure, tokens/s since the one before, and epochs of each
 */
@RecordBuilder
public record Trial(
    int index,
    Map<String, Object> values,
    double[] flat,
    Status status,
    double score,
    double seconds,
    String why,
    List<double[]> curve) {

  /** What became of a candidate. */
  public enum Status {
    /** It was trained to its end. */
    COMPLETE,
    /** It was stopped early, being worse than half of the others; its score is what it had. */
    STOPPED,
    /** It failed. */
    FAILED
  }

  /**
   * The trials of a search.
   *
   * @param file its {@code trials.jsonl}
   * @throws io.github.recurrent4j.vectorization.BadInputException if it is none
   */
  public static List<Trial> read(Path file) {
    return new TrialLog(file).look();
  }

  /** Whether it has a score. */
  public boolean scored() {
    return status != Status.FAILED && Double.isFinite(score);
  }
}
