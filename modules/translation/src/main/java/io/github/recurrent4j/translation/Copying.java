package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.TextCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies from the source what a network cannot know: numbers, and names that are rare enough to be
 * cut into many pieces. The attention says which source word an output word stands for.
 */
final class Copying {
  private static final double SURE = 0.5;
  private static final int PIECES_OF_RARE_NAME = 3;

  private enum Kind {
    LETTERS,
    DIGITS,
    OTHER
  }

  /** A run of tokens of one kind inside one word. */
  private record Unit(Kind kind, String text, int from, int to) {
    boolean isName() {
      return kind == Kind.LETTERS && Character.isUpperCase(text.codePointAt(0));
    }
  }

  private final TextCodec source;
  private final TextCodec target;
  private final boolean names;

  /**
   * Copies between two codecs.
   *
   * @param names whether names are copied, and not only numbers
   */
  Copying(TextCodec source, TextCodec target, boolean names) {
    this.source = source;
    this.target = target;
    this.names = names;
  }

  /** The output's text, with copies in place. */
  String text(int[] sourceIds, int[] targetIds, float[][] attention) {
    if (attention.length == 0) {
      return target.decode(targetIds);
    }
    List<Unit> sourceUnits = units(source, sourceIds);
    StringBuilder out = new StringBuilder();
    for (Unit unit : units(target, targetIds)) {
      String space = out.length() > 0 && target.startsWord(targetIds[unit.from]) ? " " : "";
      out.append(space).append(replacement(unit, sourceUnits, attention));
    }
    return out.toString();
  }

  private String replacement(Unit unit, List<Unit> sources, float[][] attention) {
    if (unit.kind != Kind.DIGITS && !(unit.isName() && unit.to - unit.from > 1)) {
      return unit.text;
    }
    for (Unit s : sources) {
      // A number of another length is one that the network has put into another form.
      boolean number =
          s.kind == Kind.DIGITS
              && unit.kind == Kind.DIGITS
              && s.text.strip().length() == unit.text.strip().length();
      boolean name = names && s.isName() && unit.isName() && s.to - s.from >= PIECES_OF_RARE_NAME;
      if ((number || name) && mass(unit, s, attention) > SURE) {
        return s.text;
      }
    }
    return unit.text;
  }

  /** Mean weight that the unit's tokens gave to a source unit. */
  private static double mass(Unit unit, Unit source, float[][] attention) {
    double sum = 0;
    for (int t = unit.from; t < unit.to; t++) {
      for (int s = source.from; s < source.to; s++) {
        sum += attention[t][s];
      }
    }
    return sum / (unit.to - unit.from);
  }

  private static List<Unit> units(TextCodec codec, int[] ids) {
    List<Unit> units = new ArrayList<>();
    int from = 0;
    while (from < ids.length) {
      String first = codec.decode(new int[] {ids[from]}).strip();
      Kind kind = kind(first);
      int to = from + 1;
      // Pieces of bytes alone decode to nothing sensible: only whole runs do.
      while (to < ids.length
          && !codec.startsWord(ids[to])
          && kind(codec.decode(new int[] {ids[to]})) == kind) {
        to++;
      }
      int[] part = java.util.Arrays.copyOfRange(ids, from, to);
      units.add(new Unit(kind, codec.decode(part), from, to));
      from = to;
    }
    return units;
  }

  private static Kind kind(String text) {
    if (text.isEmpty() || text.indexOf('\uFFFD') >= 0) {
      return Kind.OTHER;
    }
    int c = text.codePointAt(0);
    return Character.isLetter(c) ? Kind.LETTERS : Character.isDigit(c) ? Kind.DIGITS : Kind.OTHER;
  }
}
