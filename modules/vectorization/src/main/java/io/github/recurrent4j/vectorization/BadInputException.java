package io.github.recurrent4j.vectorization;

/**
 * Something a user gave cannot be used. The message is one line that says what, where and what to
 * do; command lines print it as it is.
 */
public class BadInputException extends RuntimeException {
  /** With a message for the user. */
  public BadInputException(String message) {
    super(message);
  }

  /** With a message for the user and the cause, shown with {@code --debug} only. */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
