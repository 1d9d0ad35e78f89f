package io.github.recurrent4j.spark;

import io.github.recurrent4j.vectorization.BadInputException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;

/** Makes one line of what Spark throws. */
public final class SparkFailure {
  private SparkFailure() {}

  /** The exception to throw. */
  public static RuntimeException of(Exception thrown) {
    Throwable first = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof BadInputException known) {
        return known;
      }
      first = t;
    }
    if (thrown instanceof AnalysisException analysis) {
      String line = String.valueOf(analysis.getMessage());
      return new BadInputException(
          line.startsWith("[PATH_ALREADY_EXISTS]")
              ? "the output is there already: name another --output, or take its place with --overwrite"
              : line,
          thrown);
    }
    if (thrown instanceof SparkException) {
      return new BadInputException("the job failed: " + first.getMessage(), thrown);
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }
}
