package io.github.recurrent4j.translation.text;

import java.util.Arrays;

/**
 * A text that is being changed, and for each of its characters the range of the original that it
 * came from. Offsets count chars.
 */
public final class MappedText {
  private final StringBuilder text;
  private int[] starts;
  private int[] ends;

  /** An unchanged text. */
  public MappedText(String original) {
    this.text = new StringBuilder(original);
    this.starts = new int[original.length()];
    this.ends = new int[original.length()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i;
      ends[i] = i + 1;
    }
  }

  private MappedText(String text, int[] starts, int[] ends) {
    this.text = new StringBuilder(text);
    this.starts = starts;
    this.ends = ends;
  }

  /** Adds text at the end that came from [start, end) of the original. */
  void append(String more, int start, int end) {
    int old = text.length();
    text.append(more);
    if (text.length() > starts.length) {
      starts = Arrays.copyOf(starts, Math.max(2 * starts.length, text.length() + 16));
      ends = Arrays.copyOf(ends, starts.length);
    }
    Arrays.fill(starts, old, text.length(), start);
    Arrays.fill(ends, old, text.length(), end);
  }

  /** Replaces the characters in [from, to); what is put there comes from all of them. */
  public void replace(int from, int to, String replacement) {
    int first = from < to ? starts[from] : before(from);
    int last = from < to ? ends[to - 1] : first;
    for (int i = from; i < to; i++) {
      first = Math.min(first, starts[i]);
      last = Math.max(last, ends[i]);
    }
    int grown = text.length() + replacement.length() - (to - from);
    int[] newStarts = Arrays.copyOf(starts, grown);
    int[] newEnds = Arrays.copyOf(ends, grown);
    Arrays.fill(newStarts, from, from + replacement.length(), first);
    Arrays.fill(newEnds, from, from + replacement.length(), last);
    int tail = text.length() - to;
    System.arraycopy(starts, to, newStarts, from + replacement.length(), tail);
    System.arraycopy(ends, to, newEnds, from + replacement.length(), tail);
    text.replace(from, to, replacement);
    starts = newStarts;
    ends = newEnds;
  }

  private int before(int at) {
    return at > 0 ? ends[at - 1] : text.length() > 0 ? starts[0] : 0;
  }

  /** The part in [from, to), with its origins. */
  public MappedText part(int from, int to) {
    return new MappedText(
        text.substring(from, to),
        Arrays.copyOfRange(starts, from, to),
        Arrays.copyOfRange(ends, from, to));
  }

  /** Where in the original the range [from, to) begins. */
  public int start(int from, int to) {
    int first = Integer.MAX_VALUE;
    for (int i = from; i < to; i++) {
      first = Math.min(first, starts[i]);
    }
    return first == Integer.MAX_VALUE ? before(from) : first;
  }

  /** Where in the original the range [from, to) ends. */
  public int end(int from, int to) {
    int last = -1;
    for (int i = from; i < to; i++) {
      last = Math.max(last, ends[i]);
    }
    return last < 0 ? before(from) : last;
  }

  /** Number of characters. */
  public int length() {
    return text.length();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
