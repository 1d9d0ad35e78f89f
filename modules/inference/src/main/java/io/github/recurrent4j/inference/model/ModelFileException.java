package io.github.recurrent4j.inference.model;

/**
 * A model file cannot be used. The message is one line of at most {@value #LONGEST} characters that
 * says what is wrong and what to do; it does not name the file, which whoever opened it knows.
 */
public final class ModelFileException extends RuntimeException {
  /** Longest message. */
  public static final int LONGEST = 200;

  private static final int LONGEST_QUOTE = 40;

  /** With what is wrong and what to do. */
  public ModelFileException(String message) {
    super(line(message, LONGEST));
  }

  /** The same, with the cause for those who debug. */
  public ModelFileException(String message, Throwable cause) {
    super(line(message, LONGEST), cause);
  }

  /** A part of the file, shortened for a message and without anything that a terminal obeys. */
  static String quote(String text) {
    return "'" + line(text, LONGEST_QUOTE) + "'";
  }

  private static String line(String text, int longest) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .forEach(
            c -> {
              boolean plain =
                  !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
              out.appendCodePoint(plain && Character.isDefined(c) ? c : '?');
            });
    // A code point may take two characters.
    int cut = Math.min(out.length(), longest);
    return cut < text.length() ? out.substring(0, Math.max(0, cut - 1)) + "…" : out.toString();
  }
}
