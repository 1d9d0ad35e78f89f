package io.github.recurrent4j.translation.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What capitals say beside the words: a title shouted, a fragment without a beginning. */
public final class Casing {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");
  private static final int SHOUTED = 4;
  private static final int SMALL_WORDS = 100;

  private Casing() {}

  /**
   * Whether a text is written in capitals: all its letters, and more than an abbreviation's.
   *
   * @param words of the text's language, to tell a word from an abbreviation
   */
  public static boolean isShouted(String text, Language words) {
    int longest = 0;
    int count = 0;
    String last = "";
    Matcher m = WORD.matcher(text);
    while (m.find()) {
      String word = m.group();
      if (!word.equals(word.toUpperCase(Locale.ROOT))) {
        return false;
      }
      longest = Math.max(longest, word.codePointCount(0, word.length()));
      count++;
      last = word;
    }
    Words known = Words.of(words);
    if (count > 1) {
      return longest >= SHOUTED || (longest > 1 && known.knows(last));
    }
    int rank = known.rank(last.toLowerCase(Locale.ROOT));
    boolean word = longest >= SHOUTED - 1 && knowsPlain(known, last);
    return word || (longest == SHOUTED - 2 && rank > 0 && rank < SMALL_WORDS);
  }

  private static boolean knowsPlain(Words words, String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return words.knows(lower) || !words.withAccents(lower).equals(lower);
  }

  /** The text with a capital at its first letter. */
  public static String capitalized(String text) {
    int at = firstLetter(text);
    if (at < 0) {
      return text;
    }
    int c = text.codePointAt(at);
    return text.substring(0, at)
        + Character.toString(Character.toTitleCase(c))
        + text.substring(at + Character.charCount(c));
  }

  /** The text with its first letter small. */
  public static String uncapitalized(String text) {
    int at = firstLetter(text);
    if (at < 0) {
      return text;
    }
    int c = text.codePointAt(at);
    return text.substring(0, at)
        + Character.toString(Character.toLowerCase(c))
        + text.substring(at + Character.charCount(c));
  }

  /** Where the first letter is; -1 without one, or if a digit comes before it. */
  public static int firstLetter(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (Character.isLetter(c)) {
        return i;
      }
      if (Character.isDigit(c)) {
        return -1;
      }
    }
    return -1;
  }
}
