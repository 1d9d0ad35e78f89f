package io.github.recurrent4j.translation.text;

import java.text.Normalizer;

/**
 * The form in which texts are translated: composed letters (NFC), plain spaces, and none of the
 * characters that nobody sees (soft hyphens, zero-width spaces and joiners outside of emoji, byte
 * order marks, marks of writing direction, controls). {@link LongRuns} stay as they are.
 */
public final class Cleaning {
  private static final char JOINER = '\u200D';

  private Cleaning() {}

  /** Brings a text into that form; its line ends stay. */
  public static MappedText clean(String text) {
    if (isClean(text)) {
      return new MappedText(text);
    }
    MappedText clean = new MappedText("");
    boolean composed = Normalizer.isNormalized(text, Normalizer.Form.NFC);
    int from = 0;
    int runEnd = -1;
    while (from < text.length()) {
      if (from > runEnd) {
        runEnd = LongRuns.end(text, from);
        if (runEnd - from > LongRuns.LONGEST) {
          for (; from < runEnd; from++) {
            clean.append(text.substring(from, from + 1), from, from + 1);
          }
          continue;
        }
      }
      int to = from + Character.charCount(text.codePointAt(from));
      while (!composed && to < text.length() && !startsCluster(text, to)) {
        to++;
      }
      String cluster = text.substring(from, to);
      if (!isUnseen(text, from)) {
        clean.append(
            isSpace(text.charAt(from)) ? " " : Normalizer.normalize(cluster, Normalizer.Form.NFC),
            from,
            to);
      }
      from = to;
    }
    return clean;
  }

  private static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // All letters of Latin-1 are composed.
      if (c < ' ' ? c != '\n' : c > '~' && (c < '\u00A1' || c > '\u00FF' || c == '\u00AD')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnseen(String text, int at) {
    char c = text.charAt(at);
    boolean zeroWidth = c >= '\u200B' && c <= '\u200F' && !(c == JOINER && joinsEmoji(text, at));
    boolean direction = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2060' && c <= '\u2069');
    return zeroWidth
        || direction
        || c == '\u00AD'
        || c == '\u034F'
        || c == '\u180E'
        || c == '\uFEFF';
  }

  private static boolean joinsEmoji(String text, int at) {
    return at > 0
        && (Character.isLowSurrogate(text.charAt(at - 1)) || text.charAt(at - 1) == '\uFE0F');
  }

  private static boolean isSpace(char c) {
    return c != '\n' && (Character.isISOControl(c) || Character.isSpaceChar(c));
  }

  private static boolean startsCluster(String s, int at) {
    return !Character.isLowSurrogate(s.charAt(at))
        && Character.getType(s.codePointAt(at)) != Character.NON_SPACING_MARK;
  }
}
