package io.github.recurrent4j.inference;

/**
 * The few sizes that computing is done in. oneDNN makes code and tables for each shape that it
 * meets: milliseconds of work, and up to six megabytes that stay. Batches and lengths as they come
 * would make a thousand shapes; a few rows of padding cost less.
 */
public final class Sizes {
  private static final int STEPS = 8;
  private static final int MANY_STEPS = 64;
  private static final int STEPS_OF_MANY = 32;

  private Sizes() {}

  /**
   * Sequences that are computed where there are {@code n}: 1, 2, 3, 4, 6, 8, 12, 16, 24 and so on.
   */
  public static int sequences(int n) {
    int power = Integer.highestOneBit(n);
    if (n <= 2 || n == power) {
      return n;
    }
    return n <= power + power / 2 ? power + power / 2 : 2 * power;
  }

  /** Steps of a memory where there are {@code n}: multiples of 8, past 64 of 32. */
  static int steps(int n) {
    int unit = n <= MANY_STEPS ? STEPS : STEPS_OF_MANY;
    return (n + unit - 1) / unit * unit;
  }

  /**
   * The next piece of what can be computed piece by piece: the largest power of two there is room
   * for.
   *
   * @param left how much there is
   * @param most largest piece, a power of two
   */
  static int piece(long left, int most) {
    return (int) Math.min(most, Long.highestOneBit(left));
  }
}
