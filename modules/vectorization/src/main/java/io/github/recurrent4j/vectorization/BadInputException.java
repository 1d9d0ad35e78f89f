package io.github.recurrent4j.vectorization;

import java.util.regex.Pattern;

/**
 * Something a user gave cannot be used. The message is one line that says what, where and what to
 * do; command lines print it as it is. What it quotes may come from anybody: a message of more than
 * {@value #LONGEST} characters loses its middle, and nothing that a terminal obeys is in it.
 */
public class BadInputException extends RuntimeException {
  /** Longest message, in chars. */
  public static final int LONGEST = 300;

  /** What to do stands at the end. */
  private static final int END = 110;

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}]");

  /** With a message for the user. */
  public BadInputException(String message) {
    super(line(message));
  }

  /** With a message for the user and the cause, shown with {@code --debug} only. */
  public BadInputException(String message, Throwable cause) {
    super(line(message), cause);
  }

  private static String line(String message) {
    String text = String.valueOf(message);
    if (text.length() > 2 * LONGEST) {
      text = text.substring(0, LONGEST) + "…" + text.substring(text.length() - LONGEST);
    }
    text = UNSEEN.matcher(SPACES.matcher(text).replaceAll(" ")).replaceAll("?").strip();
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST - END - 1) + "…" + text.substring(text.length() - END);
  }
}
