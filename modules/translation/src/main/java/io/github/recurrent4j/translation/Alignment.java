package io.github.recurrent4j.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which parts of a text became which parts of its translation.
 *
 * @param links pairs of ranges, in the order of the translation
 */
public record Alignment(List<Link> links) {
  /** No links: of a text that was not translated by a network with attention. */
  public static final Alignment NONE = new Alignment(List.of());

  /** Copies the list. */
  public Alignment {
    links = List.copyOf(links);
  }

  /**
   * A range of the source and the range of the translation that stands for it, in chars.
   *
   * @param sourceFrom where the source range begins
   * @param sourceTo behind its end
   * @param targetFrom where the target range begins
   * @param targetTo behind its end
   */
  public record Link(int sourceFrom, int sourceTo, int targetFrom, int targetTo) {
    private boolean touches(int from, int to) {
      return sourceFrom < to && from < sourceTo;
    }

    Link shifted(int source, int target) {
      return new Link(
          sourceFrom + source, sourceTo + source, targetFrom + target, targetTo + target);
    }
  }

  /**
   * The range of the translation that stands for a range of the source, as {from, to}; null if
   * nothing does. Words far from the others are left out, so that the range is one run.
   */
  public int[] target(int from, int to) {
    List<Link> touched = new ArrayList<>(links.stream().filter(l -> l.touches(from, to)).toList());
    if (touched.isEmpty()) {
      return null;
    }
    touched.sort(Comparator.comparingInt(Link::targetFrom));
    int[] best = null;
    int most = -1;
    int i = 0;
    while (i < touched.size()) {
      int end = touched.get(i).targetTo;
      int covered = touched.get(i).targetTo - touched.get(i).targetFrom;
      int j = i + 1;
      while (j < touched.size() && !isBroken(end, touched.get(j).targetFrom, from, to)) {
        end = Math.max(end, touched.get(j).targetTo);
        covered += touched.get(j).targetTo - touched.get(j).targetFrom;
        j++;
      }
      if (covered > most) {
        most = covered;
        best = new int[] {touched.get(i).targetFrom, end};
      }
      i = j;
    }
    return best;
  }

  /** Whether words between two target places stand for more than one word outside of the range. */
  private boolean isBroken(int end, int next, int from, int to) {
    int strangers = 0;
    for (Link l : links) {
      if (l.targetFrom >= end && l.targetTo <= next && !l.touches(from, to)) {
        strangers++;
      }
    }
    return strangers > 1;
  }

  /**
   * Where in the translation a point of the source lies: behind what stands for the word before it,
   * or in front of what stands for the word after it.
   *
   * @param at a place in the source
   * @param length length of the translation
   * @return a place in the translation, between words
   */
  public int point(int at, int length) {
    Link before = null;
    Link after = null;
    for (Link l : links) {
      if (l.sourceTo <= at
          && (before == null
              || l.sourceTo > before.sourceTo
              || (l.sourceTo == before.sourceTo && l.targetTo > before.targetTo))) {
        before = l;
      }
      if (l.sourceFrom >= at && (after == null || l.sourceFrom < after.sourceFrom)) {
        after = l;
      }
    }
    if (before == null) {
      return 0;
    }
    if (after == null) {
      return length;
    }
    return before.targetTo;
  }

  /** The links of two texts, the second put behind the first. */
  Alignment plus(Alignment more, int sourceOffset, int targetOffset) {
    List<Link> all = new ArrayList<>(links);
    more.links.forEach(l -> all.add(l.shifted(sourceOffset, targetOffset)));
    return new Alignment(all);
  }
}
