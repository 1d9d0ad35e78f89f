package io.github.recurrent4j.translation.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into what is translated, sentence by sentence, and what stays between: line ends,
 * spaces, marks of lists and headings, dashes of dialogue.
 */
public final class Layout {
  private static final Pattern BEFORE =
      Pattern.compile(
          "^(?:\\s+|[-*+•·▪◦‣●○■□–>#]+\\s+|\\(?\\d{1,3}[.)](?:\\s+|$)|\\(?[a-z]\\)\\s+|\\(?[A-Z][.)]\\s+|[—–―]+\\s?"
              + "|\\[[ xX]\\]\\s+)++");
  private static final Pattern AFTER = Pattern.compile("\\s+$");
  private static final Pattern DIALOGUE =
      Pattern.compile("\\s*[—–](?=[\\p{L}¿¡«\"])|[—–][.,;:…]*(?:\\s+|$)");

  private Layout() {}

  /**
   * A range of a text.
   *
   * @param from where it begins, in chars
   * @param to behind its last char
   * @param translated whether it is a sentence; the others stay as they are
   */
  public record Part(int from, int to, boolean translated) {}

  /** The parts of a text in this language, from first to last char. */
  public static List<Part> parts(String text, Language language) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      line(text, from, to, language, parts);
      if (end >= 0) {
        add(parts, to, to + 1, false);
      }
      from = to + 1;
    }
    return parts;
  }

  private static void line(String text, int from, int to, Language language, List<Part> parts) {
    Matcher before = BEFORE.matcher(text.substring(from, to));
    int begin = from + (before.find() ? before.end() : 0);
    add(parts, from, begin, false);
    Matcher after = AFTER.matcher(text.substring(begin, to));
    int end = after.find() ? begin + after.start() : to;
    boolean dialogue = begin > from && "—–―".indexOf(text.charAt(begin - 1)) >= 0;
    int at = begin;
    if (dialogue) {
      Matcher dash = DIALOGUE.matcher(text.substring(begin, end));
      while (dash.find()) {
        sentences(text, at, begin + dash.start(), language, parts);
        add(parts, begin + dash.start(), begin + dash.end(), false);
        at = begin + dash.end();
      }
    }
    sentences(text, at, end, language, parts);
    add(parts, end, to, false);
  }

  private static void sentences(
      String text, int from, int to, Language language, List<Part> parts) {
    int at = from;
    for (int relative : SentenceSplitter.ends(text.substring(from, to), language)) {
      int next = from + relative;
      int end = next;
      while (end > at && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      add(parts, at, end, true);
      add(parts, end, next, false);
      at = next;
    }
  }

  private static void add(List<Part> parts, int from, int to, boolean translated) {
    if (from < to) {
      parts.add(new Part(from, to, translated));
    }
  }
}
