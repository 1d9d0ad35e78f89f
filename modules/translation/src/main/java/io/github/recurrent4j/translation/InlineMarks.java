package io.github.recurrent4j.translation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what stands inside a sentence without being part of it (markup, emoji, marks of notes) into
 * its translation: tags go round the words that stand for theirs, other marks behind the word that
 * stands for the one before them.
 */
public final class InlineMarks {
  private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*?(/?)>");
  private static final String CLOSING = ",.;:!?…\"”»)]";

  /**
   * A mark.
   *
   * @param from where it begins in the source
   * @param to behind its end
   * @param text what is put into the translation
   */
  public record Mark(int from, int to, String text) {}

  /**
   * A piece to put in.
   *
   * @param at where in the translation
   * @param order among pieces of the same place
   */
  private record Piece(int at, int order, String text, Mark mark) {}

  private InlineMarks() {}

  /**
   * The translation with the marks in it.
   *
   * @param source the source with its marks
   * @param marks in order; ranges of the source
   * @param translation what was translated without them
   * @param alignment between source (places as with the marks) and translation
   */
  public static String insert(
      String source, List<Mark> marks, String translation, Alignment alignment) {
    List<Piece> pieces = pieces(source, marks, translation, alignment);
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Piece piece : pieces) {
      out.append(translation, at, piece.at);
      at = piece.at;
      append(out, source, piece, translation.substring(at));
    }
    return out.append(translation.substring(at)).toString();
  }

  private static void append(StringBuilder out, String source, Piece piece, String rest) {
    Mark mark = piece.mark;
    boolean spaceBefore = mark.from > 0 && source.charAt(mark.from - 1) == ' ';
    boolean spaceAfter = mark.to < source.length() && source.charAt(mark.to) == ' ';
    if (!mark.text.endsWith("/>") && TAG.matcher(mark.text).matches()) {
      out.append(piece.text);
      return;
    }
    if (spaceBefore && out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
    out.append(piece.text);
    if (spaceAfter
        && !rest.isEmpty()
        && rest.charAt(0) != ' '
        && CLOSING.indexOf(rest.charAt(0)) < 0) {
      out.append(' ');
    }
  }

  private static List<Piece> pieces(
      String source, List<Mark> marks, String translation, Alignment alignment) {
    Map<Integer, Integer> partner = partners(marks);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      Integer close = partner.get(i);
      if (close != null && close > i) {
        int[] range = range(source, mark.to, marks.get(close).from, marks, translation, alignment);
        int inside = marks.size() - (close - i);
        pieces.add(new Piece(range[0], marks.size() + inside, mark.text, mark));
        pieces.add(new Piece(range[1], -inside, marks.get(close).text, marks.get(close)));
      } else if (close == null) {
        pieces.add(
            new Piece(point(source, mark, marks, translation, alignment), i + 1, mark.text, mark));
      }
    }
    pieces.sort(Comparator.comparingInt(Piece::at).thenComparingInt(Piece::order));
    return pieces;
  }

  /** For each opening tag its closing one, and the reverse. */
  private static Map<Integer, Integer> partners(List<Mark> marks) {
    Map<Integer, Integer> partners = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < marks.size(); i++) {
      Matcher tag = TAG.matcher(marks.get(i).text);
      if (!tag.matches() || !tag.group(3).isEmpty()) {
        continue;
      }
      if (tag.group(1).isEmpty()) {
        open.push(i);
      } else {
        for (Integer candidate : open) {
          Matcher opening = TAG.matcher(marks.get(candidate).text);
          if (opening.matches() && opening.group(2).equalsIgnoreCase(tag.group(2))) {
            partners.put(candidate, i);
            partners.put(i, candidate);
            while (!open.pop().equals(candidate)) {
              // Tags that were opened inside and never closed.
            }
            break;
          }
        }
      }
    }
    return partners;
  }

  private static int[] range(
      String source, int from, int to, List<Mark> marks, String translation, Alignment alignment) {
    boolean fromStart = isBlank(source, 0, from, marks);
    boolean toEnd = isBlank(source, to, source.length(), marks);
    int length = translation.length();
    int[] range = alignment.target(from, to);
    if (range == null) {
      range = new int[] {place(from, source, translation), place(to, source, translation)};
    }
    int begin = fromStart ? 0 : range[0];
    int end = toEnd ? length : range[1];
    boolean marked = to > from && CLOSING.indexOf(source.charAt(to - 1)) >= 0;
    if (!toEnd && marked) {
      while (end < length && CLOSING.indexOf(translation.charAt(end)) >= 0) {
        end++;
      }
    }
    return new int[] {Math.min(begin, end), end};
  }

  private static int point(
      String source, Mark mark, List<Mark> marks, String translation, Alignment alignment) {
    int length = translation.length();
    if (isBlank(source, 0, mark.from, marks)) {
      return 0;
    }
    if (isBlank(source, mark.to, source.length(), marks)) {
      return length;
    }
    int at =
        alignment.links().isEmpty()
            ? place(mark.from, source, translation)
            : alignment.point(mark.from, length);
    int before = mark.from;
    while (before > 0 && source.charAt(before - 1) == ' ') {
      before--;
    }
    boolean behindMark = before > 0 && CLOSING.indexOf(source.charAt(before - 1)) >= 0;
    boolean beforeMark = mark.to < source.length() && CLOSING.indexOf(source.charAt(mark.to)) >= 0;
    if (behindMark) {
      while (at < length && CLOSING.indexOf(translation.charAt(at)) >= 0) {
        at++;
      }
    } else if (beforeMark && at == length) {
      while (at > 0 && CLOSING.indexOf(translation.charAt(at - 1)) >= 0) {
        at--;
      }
    }
    return at;
  }

  /** Without attention: the word boundary at the same share of the text. */
  private static int place(int at, String source, String translation) {
    int wanted = (int) ((long) at * translation.length() / Math.max(1, source.length()));
    int next = translation.indexOf(' ', wanted);
    return next < 0 ? translation.length() : next;
  }

  /** Whether a range of the source holds nothing but spaces and marks. */
  private static boolean isBlank(String source, int from, int to, List<Mark> marks) {
    int i = from;
    while (i < to) {
      int at = i;
      Mark here = marks.stream().filter(m -> m.from <= at && at < m.to).findFirst().orElse(null);
      if (here != null) {
        i = here.to;
      } else if (source.charAt(i) == ' ') {
        i++;
      } else {
        return false;
      }
    }
    return true;
  }
}
