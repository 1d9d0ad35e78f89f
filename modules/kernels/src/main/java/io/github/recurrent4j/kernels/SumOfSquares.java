package io.github.recurrent4j.kernels;

import java.util.Arrays;

/** The sum of the squares of floats of any size, in double precision, on all cores. */
public final class SumOfSquares {
  private static final int PART = 1 << 18;
  private static final int CHUNK = 1 << 14;
  private static final int ROW = 1 << 10;

  /** What floats are multiplied by before they are squared: usually, if tiny, if huge. */
  private static final float SCALE = 0x1p40f;

  private static final float SCALE_UP = 0x1p100f;
  private static final float SCALE_DOWN = 0x1p-75f;

  /** A sum of scaled squares from which on each that counts was a normal float. */
  private static final double SMALLEST = 1e-24;

  private SumOfSquares() {}

  /** Σ x². */
  public static double of(Floats x) {
    long length = x.length();
    double[] sums = new double[(int) ((length + PART - 1) / PART)];
    try (Held held = new Held(x)) {
      Workers.run(
          sums.length,
          i -> {
            long from = (long) i * PART;
            sums[i] = part(x.slice(from, Math.min(PART, length - from)));
          });
    }
    // Always in the same order, whoever was first.
    return Arrays.stream(sums).sum();
  }

  private static double part(Floats x) {
    float[] row = new float[ROW];
    float[] lanes = new float[ROW];
    double sum = 0;
    for (long at = 0; at < x.length(); at += CHUNK) {
      sum += chunk(x.slice(at, Math.min(CHUNK, x.length() - at)), row, lanes);
    }
    return sum;
  }

  /**
   * The squares of huge floats are infinite, those of tiny ones subnormal, with which processors
   * compute many times as long, or 0: floats are scaled first, by a power of two.
   */
  private static double chunk(Floats x, float[] row, float[] lanes) {
    double sum = scaled(x, row, lanes, SCALE);
    if (sum > SMALLEST && sum < Double.POSITIVE_INFINITY) {
      return sum / ((double) SCALE * SCALE);
    }
    float other = sum > SMALLEST ? SCALE_DOWN : SCALE_UP;
    return scaled(x, row, lanes, other) / ((double) other * other);
  }

  /** Few squares go into each float, so that it is exact enough; these are summed as doubles. */
  private static double scaled(Floats x, float[] row, float[] lanes, float scale) {
    Arrays.fill(lanes, 0);
    for (long at = 0; at < x.length(); at += ROW) {
      long left = x.length() - at;
      float[] some = left < ROW ? new float[(int) left] : row;
      x.split(at, some);
      addSquares(lanes, some, scale);
    }
    double sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  /** A plain loop, which the compiler turns into vector instructions. */
  private static void addSquares(float[] lanes, float[] x, float scale) {
    for (int i = 0; i < x.length; i++) {
      float scaled = x[i] * scale;
      lanes[i] += scaled * scaled;
    }
  }
}
