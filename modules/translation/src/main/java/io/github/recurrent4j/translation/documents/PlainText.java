package io.github.recurrent4j.translation.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plain text. Lines that were broken to fit a width are put together, translated, and broken again
 * at the same width; all others stay lines.
 */
final class PlainText {
  private static final Pattern PREFIX = Pattern.compile("^[ \\t]*(?:[>|] ?)*+[ \\t]*");
  private static final Pattern LIST =
      Pattern.compile("^(?:[-*+•·▪◦‣–—#]|\\(?\\d{1,3}[.)]|\\(?[A-Za-z]\\))\\s.*");
  private static final int SHORTEST_WIDTH = 50;

  /** Lines that belong together: what stands before them, their text and their widest line. */
  private record Group(String first, String further, String text, int width, boolean wrapped) {}

  private PlainText() {}

  static String translate(String content, Texts texts) {
    List<Group> groups = groups(Arrays.asList(content.split("\n", -1)));
    List<String> sources = groups.stream().map(Group::text).toList();
    List<String> translations = texts.translate(sources);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < groups.size(); i++) {
      Group g = groups.get(i);
      out.append(i > 0 ? "\n" : "");
      out.append(
          g.wrapped
              ? wrap(translations.get(i), g.first, g.further, g.width)
              : g.first + translations.get(i));
    }
    return out.toString();
  }

  private static List<Group> groups(List<String> lines) {
    List<Group> groups = new ArrayList<>();
    int from = 0;
    while (from < lines.size()) {
      int to = from + 1;
      int widest = widest(lines, from);
      while (to < lines.size() && goesOn(lines.get(to - 1), lines.get(to), widest)) {
        to++;
      }
      String first = prefix(lines.get(from));
      String further = to > from + 1 ? prefix(lines.get(from + 1)) : first;
      StringBuilder text = new StringBuilder();
      int width = 0;
      for (String line : lines.subList(from, to)) {
        String part = line.substring(prefix(line).length()).stripTrailing();
        width = Math.max(width, line.length());
        append(text, part);
      }
      groups.add(
          new Group(first, further, text.toString(), Math.max(width, widest), to > from + 1));
      from = to;
    }
    return groups;
  }

  private static void append(StringBuilder text, String part) {
    int end = text.length();
    boolean hyphen =
        end > 1
            && text.charAt(end - 1) == '-'
            && Character.isLetter(text.charAt(end - 2))
            && !part.isEmpty()
            && Character.isLowerCase(part.charAt(0));
    if (hyphen) {
      text.setLength(end - 1);
    } else if (end > 0) {
      text.append(' ');
    }
    text.append(part);
  }

  private static String prefix(String line) {
    Matcher m = PREFIX.matcher(line);
    return m.find() ? m.group() : "";
  }

  /** Longest line of the paragraph that begins at a line. */
  private static int widest(List<String> lines, int from) {
    int widest = 0;
    for (int i = from; i < lines.size() && !lines.get(i).isBlank(); i++) {
      widest = Math.max(widest, lines.get(i).length());
    }
    return widest;
  }

  /** Whether a line is the rest of the one before it. */
  private static boolean goesOn(String line, String next, int widest) {
    String text = line.substring(prefix(line).length()).stripTrailing();
    String more = next.substring(prefix(next).length()).stripTrailing();
    boolean quotes = prefix(line).strip().equals(prefix(next).strip());
    if (text.isEmpty() || more.isEmpty() || !quotes || LIST.matcher(more).matches()) {
      return false;
    }
    char last = text.charAt(text.length() - 1);
    boolean open = ".!?:;…".indexOf(last) < 0;
    int word = more.indexOf(' ') < 0 ? more.length() : more.indexOf(' ');
    // Had the next word fitted, the line would not have been broken before it.
    boolean full = line.stripTrailing().length() + 1 + word > widest;
    boolean small = Character.isLowerCase(more.codePointAt(0));
    return (open && small) || (full && widest >= SHORTEST_WIDTH);
  }

  private static String wrap(String text, String first, String further, int width) {
    StringBuilder out = new StringBuilder(first);
    int column = first.length();
    boolean start = true;
    for (String word : text.split(" ", -1)) {
      if (!start && column + 1 + word.length() > width) {
        out.append('\n').append(further);
        column = further.length();
        start = true;
      }
      out.append(start ? "" : " ").append(word);
      column += (start ? 0 : 1) + word.length();
      start = false;
    }
    return out.toString();
  }
}
