package io.github.recurrent4j.translation.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs without white space that are longer than any word, name or address. They stay as they are:
 * there is nothing to translate in them, and what looks for words, numbers and addresses, and may
 * begin anew at each character, need not see them.
 */
public final class LongRuns {
  /** Characters of the longest run that is looked into. */
  static final int LONGEST = 500;

  private LongRuns() {}

  /** A text in order: long runs, which are not translated, and what stands between. */
  public static List<Layout.Part> cut(String text) {
    List<Layout.Part> parts = new ArrayList<>();
    int from = 0;
    int at = 0;
    while (at < text.length()) {
      int end = end(text, at);
      if (end - at > LONGEST) {
        if (from < at) {
          parts.add(new Layout.Part(from, at, true));
        }
        parts.add(new Layout.Part(at, end, false));
        from = end;
      }
      at = end + 1;
    }
    if (from < text.length()) {
      parts.add(new Layout.Part(from, text.length(), true));
    }
    return parts;
  }

  /** Where the run ends that begins at a place; the place itself if there is white space. */
  static int end(String text, int from) {
    int end = from;
    while (end < text.length() && !isWhite(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWhite(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
