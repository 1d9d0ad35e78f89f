package io.github.recurrent4j.vectorization;

/**
 * An option has a value out of its range, or options do not go together; command lines exit with 2,
 * as for any wrong usage.
 */
public final class BadOptionException extends BadInputException {
  /** With a message for the user. */
  public BadOptionException(String message) {
    super(message);
  }

  /** Throws unless a condition holds. */
  public static void require(boolean holds, String message) {
    if (!holds) {
      throw new BadOptionException(message);
    }
  }
}
