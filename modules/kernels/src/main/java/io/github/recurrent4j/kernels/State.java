package io.github.recurrent4j.kernels;

/**
 * The state of a recurrent layer between two steps.
 *
 * @param h [B, H]
 * @param c [B, H], or null for cells without a cell state
 */
public record State(Floats h, Floats c) {
  /** The state of some rows. */
  State rows(int from, int count, int hidden) {
    return new State(part(h, from, count, hidden), c == null ? null : part(c, from, count, hidden));
  }

  private static Floats part(Floats of, int from, int count, int hidden) {
    return of.slice((long) from * hidden, (long) count * hidden);
  }
}
