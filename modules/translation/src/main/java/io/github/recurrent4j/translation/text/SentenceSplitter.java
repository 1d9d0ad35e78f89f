package io.github.recurrent4j.translation.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds where sentences end in Spanish and English. A full stop ends none behind an abbreviation
 * (Sr., n.º, EE. UU., p. ej.), an initial (J. R. R. Tolkien), inside a number or a name of a file;
 * marks that close quotes and brackets belong to the sentence they end.
 */
public final class SentenceSplitter {
  /** Doubled letters of plurals: EE. UU., FF. AA.; they end a sentence if a beginning follows. */
  private static final Set<String> DOUBLED = Set.of("uu", "aa", "ff", "rr", "hh", "oo", "jj");

  private static final int LONGEST_TAG = 200;
  private static final String CLOSERS = ")]}\"'»”’›";
  private static final String OPENERS = "([{\"'«“‘‹¿¡—–-";

  private SentenceSplitter() {}

  /**
   * Ends of the sentences of a text, behind the spaces that follow them; the last is the length.
   *
   * @param text a paragraph; line ends count as spaces
   * @param language whose abbreviations count
   */
  public static List<Integer> ends(String text, Language language) {
    List<Integer> ends = new ArrayList<>();
    int start = 0;
    int i = 0;
    while (i < text.length()) {
      if (!isMark(text.charAt(i))) {
        i++;
        continue;
      }
      int mark = i;
      while (i < text.length() && isMark(text.charAt(i))) {
        i++;
      }
      int marks = i;
      while (i < text.length()
          && (CLOSERS.indexOf(text.charAt(i)) >= 0 || text.startsWith("</", i))) {
        i = text.charAt(i) == '<' ? behindTag(text, i) : i + 1;
      }
      int next = i;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      if (next == text.length()) {
        break;
      }
      if (next > i && endsSentence(text, start, mark, marks, next, language)) {
        ends.add(next);
        start = next;
        i = next;
      }
    }
    if (text.length() > 0) {
      ends.add(text.length());
    }
    return ends;
  }

  /** The sentences of a text, without spaces round them. */
  public static List<String> split(String text, Language language) {
    List<String> sentences = new ArrayList<>();
    int from = 0;
    for (int to : ends(text, language)) {
      String sentence = text.substring(from, to).strip();
      if (!sentence.isEmpty()) {
        sentences.add(sentence);
      }
      from = to;
    }
    return sentences;
  }

  private static boolean isMark(char c) {
    return c == '.' || c == '?' || c == '!' || c == '…' || c == '。' || c == '！' || c == '？';
  }

  /**
   * Whether marks end a sentence.
   *
   * @param start where the sentence begins
   * @param mark first mark
   * @param marks behind the last
   * @param next what follows after spaces
   */
  private static boolean endsSentence(
      String text, int start, int mark, int marks, int next, Language language) {
    FullStops known = FullStops.of(language);
    int follower = text.codePointAt(firstLetter(text, next));
    if (Character.isLowerCase(follower)) {
      return false;
    }
    if (text.charAt(next) == ',' || text.charAt(next) == ';' || text.charAt(next) == ':') {
      return false;
    }
    if (marks - mark > 1 || text.charAt(mark) != '.') {
      return true;
    }
    String word = wordBefore(text, start, mark);
    if (word.isEmpty()) {
      return mark > start;
    }
    if (word.codePoints().allMatch(Character::isDigit)) {
      // "1. First": a number that begins a line counts it.
      return mark - word.length() > start;
    }
    boolean upper = Character.isUpperCase(word.codePointAt(0));
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("no") && !upper) {
      return true;
    }
    boolean letter = word.codePointCount(0, word.length()) == 1;
    if (letter && next + 1 < text.length() && text.charAt(next + 1) == '.') {
      // a. C., p. m., J. R. R.
      return false;
    }
    boolean dotted = isDotted(text, start, mark);
    if ((letter && (upper || dotted)) || (dotted && DOUBLED.contains(lower))) {
      return beginsSentence(known, text, next) && mark - 1 > start;
    }
    if (known.either().contains(lower)) {
      return beginsSentence(known, text, next);
    }
    if (known.open().contains(lower) && !(lower.equals("no") && Character.isLetter(follower))) {
      return false;
    }
    Abbreviations written = Abbreviations.of(language);
    if (written.isContinued(lower, text, next)) {
      return false;
    }
    return !written.mayEnd(lower) || beginsSentence(known, text, next);
  }

  private static int firstLetter(String text, int from) {
    int i = from;
    while (i < text.length() - 1
        && (OPENERS.indexOf(text.charAt(i)) >= 0 || text.charAt(i) == '<')) {
      i = text.charAt(i) == '<' ? behindTag(text, i) : i + 1;
    }
    return Math.min(i, text.length() - 1);
  }

  /** Behind a tag of markup; behind the angle bracket if it is none. */
  private static int behindTag(String text, int at) {
    int end = text.indexOf('>', at);
    return end < 0 || end - at > LONGEST_TAG ? at + 1 : end + 1;
  }

  private static String wordBefore(String text, int start, int mark) {
    int from = mark;
    while (from > start && isWordPart(text.charAt(from - 1))) {
      from--;
    }
    return text.substring(from, mark);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == 'º' || c == 'ª';
  }

  /** Whether an abbreviation is the last of several: EE. UU., a. m., U.S. */
  private static boolean isDotted(String text, int start, int mark) {
    int i = mark;
    while (i > start && isWordPart(text.charAt(i - 1))) {
      i--;
    }
    while (i > start && text.charAt(i - 1) == ' ') {
      i--;
    }
    return i > start && text.charAt(i - 1) == '.';
  }

  private static boolean beginsSentence(FullStops known, String text, int next) {
    int from = firstLetter(text, next);
    if (from > next && text.charAt(next) != '(') {
      return true;
    }
    int to = from;
    while (to < text.length() && Character.isLetter(text.charAt(to))) {
      to++;
    }
    return known.beginnings().contains(text.substring(from, to).toLowerCase(Locale.ROOT))
        || (to == from && Character.isDigit(text.charAt(from)));
  }
}
