package io.github.recurrent4j.training.metrics;

/**
 * White space as sacreBLEU sees it, which is Python's {@code str.split()} and {@code rstrip()}: the
 * control characters from tab to carriage return and from U+001C to U+001F, U+0085 (next line), and
 * every Unicode separator, the no-break ones included.
 */
final class WhiteSpace {
  private static final int NEXT_LINE = 0x85;

  private WhiteSpace() {}

  static boolean is(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == NEXT_LINE;
  }

  /** The text without white space at its end. */
  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The words between white space. */
  static String[] split(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.chars().forEach(c -> plain.append(is(c) ? ' ' : (char) c));
    String words = plain.toString().strip();
    return words.isEmpty() ? new String[0] : words.split(" +", -1);
  }
}
