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
  /** A name, a number or a further part follows: never an end. */
  private static final Set<String> OPEN =
      Set.of(
          "sr", "sra", "srta", "sres", "sras", "srs", "dr", "dra", "dres", "dras", "prof", "profa",
          "lic", "ing", "arq", "gral", "cap", "cnel", "tte", "sgto", "pbro", "fr", "mons", "excmo",
          "excma", "ilmo", "ilma", "d", "dña", "dª", "ud", "uds", "vd", "vds", "av", "avda", "ctra",
          "pza", "n", "nº", "núm", "num", "nro", "no", "art", "arts", "pág", "págs", "pag", "pp",
          "p", "vol", "vols", "tel", "tfno", "tfn", "fig", "figs", "eds", "cf", "cfr", "ej", "vs",
          "aprox", "apdo", "ee", "ss", "cc", "sto", "sta", "st", "mr", "mrs", "ms", "messrs", "rev",
          "lt", "sgt", "capt", "hon", "pres", "gov", "mt", "ft", "nos", "op", "cit", "ibíd", "eg",
          "ie", "viz", "depto", "dpto", "dto", "izq", "dcha", "urb", "bco", "máx", "mín", "vda",
          "hno", "hnos", "ph");

  /** Doubled letters of plurals: EE. UU., FF. AA.; they end a sentence if a beginning follows. */
  private static final Set<String> DOUBLED = Set.of("uu", "aa", "ff", "rr", "hh", "oo", "jj");

  private static final int LONGEST_TAG = 200;
  private static final String CLOSERS = ")]}\"'»”’›";
  private static final String OPENERS = "([{\"'«“‘‹¿¡—–-";

  /** Words that begin sentences and rarely stand inside names. */
  private static final Set<String> BEGINNINGS =
      Set.of(
          "el",
          "la",
          "los",
          "las",
          "un",
          "una",
          "en",
          "no",
          "se",
          "es",
          "y",
          "pero",
          "su",
          "sus",
          "este",
          "esta",
          "esto",
          "si",
          "por",
          "para",
          "con",
          "como",
          "cuando",
          "al",
          "a",
          "lo",
          "también",
          "además",
          "según",
          "sin",
          "ella",
          "él",
          "ellos",
          "yo",
          "nos",
          "the",
          "it",
          "he",
          "she",
          "they",
          "we",
          "this",
          "that",
          "these",
          "in",
          "on",
          "at",
          "but",
          "and",
          "if",
          "when",
          "there",
          "i",
          "you",
          "his",
          "her",
          "its",
          "for",
          "as",
          "hay",
          "son",
          "fue",
          "desde",
          "hasta",
          "entre",
          "tras",
          "durante",
          "todos",
          "todo",
          "aunque",
          "mientras");

  private SentenceSplitter() {}

  /**
   * Ends of the sentences of a text, behind the spaces that follow them; the last is the length.
   *
   * @param text a paragraph; line ends count as spaces
   */
  public static List<Integer> ends(String text) {
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
      if (next > i && endsSentence(text, start, mark, marks, next)) {
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
  public static List<String> split(String text) {
    List<String> sentences = new ArrayList<>();
    int from = 0;
    for (int to : ends(text)) {
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
  private static boolean endsSentence(String text, int start, int mark, int marks, int next) {
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
      return beginsSentence(text, next) && mark - 1 > start;
    }
    if (OPEN.contains(lower) && !(lower.equals("no") && Character.isLetter(follower))) {
      return false;
    }
    Abbreviations spanish = Abbreviations.of(Language.SPANISH);
    if (spanish.isContinued(lower, text, next)) {
      return false;
    }
    return !spanish.mayEnd(lower) || beginsSentence(text, next);
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

  private static boolean beginsSentence(String text, int next) {
    int from = firstLetter(text, next);
    if (from > next && text.charAt(next) != '(') {
      return true;
    }
    int to = from;
    while (to < text.length() && Character.isLetter(text.charAt(to))) {
      to++;
    }
    return BEGINNINGS.contains(text.substring(from, to).toLowerCase(Locale.ROOT))
        || (to == from && Character.isDigit(text.charAt(from)));
  }
}
