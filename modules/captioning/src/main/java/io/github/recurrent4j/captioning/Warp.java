package io.github.recurrent4j.captioning;

import java.util.Random;

/**
 * A random, smooth shift of each pixel (Simard et al., 2003): known at 5 x 5 points, linear
 * between.
 */
final class Warp {
  private static final double SHIFTED = 0.045;
  private static final int CELLS = 4;

  private final double scale;
  private final double[] right = new double[(CELLS + 1) * (CELLS + 1)];
  private final double[] down = new double[right.length];

  /**
   * Draws one.
   *
   * @param side pixels of the picture's side
   * @param strength 1: shifts of up to 4.5 % of the side
   */
  Warp(int side, double strength, Random random) {
    scale = (double) CELLS / Math.max(1, side - 1);
    for (int i = 0; i < right.length; i++) {
      right[i] = strength * SHIFTED * side * (2 * random.nextDouble() - 1);
      down[i] = strength * SHIFTED * side * (2 * random.nextDouble() - 1);
    }
  }

  /** Pixels to the right at a pixel. */
  double right(int x, int y) {
    return between(right, x * scale, y * scale);
  }

  /** Pixels down at a pixel. */
  double down(int x, int y) {
    return between(down, x * scale, y * scale);
  }

  private static double between(double[] points, double x, double y) {
    int column = Math.min(CELLS - 1, (int) x);
    int row = Math.min(CELLS - 1, (int) y);
    int at = row * (CELLS + 1) + column;
    double across = x - column;
    double above = points[at] + across * (points[at + 1] - points[at]);
    int next = at + CELLS + 1;
    double below = points[next] + across * (points[next + 1] - points[next]);
    return above + (y - row) * (below - above);
  }
}
