package io.github.recurrent4j.captioning;

import java.util.Random;

/**
 * Changes how a picture is drawn, not what: makes dark strokes broader or thinner, blurs or
 * sharpens, and hides a rectangle (DeVries and Taylor, 2017). Each of the three happens to three
 * tenths of the pictures.
 */
final class StrokeNoise {
  private static final double OFTEN = 0.3;
  private static final int COLOURS = 3;
  private static final double SMALLEST = 1 / 6.0;
  private static final double LARGEST = 1 / 2.0;

  private final double strength;
  private final int side;
  private final Random random;

  /**
   * Noise for one picture.
   *
   * @param strength in [0, 1]: how often
   * @param side pixels of the picture's side
   */
  StrokeNoise(double strength, int side, Random random) {
    this.strength = strength;
    this.side = side;
    this.random = random;
  }

  /** What becomes of the nine pixels around one. */
  private interface Nine {
    float of(float sum, float least, float most);
  }

  /** Changes a picture, [side, side, 3], colours from -2 to 0, where there is nothing. */
  void change(float[] seen) {
    if (happens()) {
      boolean broader = random.nextBoolean();
      mix(seen, random.nextFloat(), (sum, least, most) -> broader ? least : most);
    }
    if (happens()) {
      float part = random.nextFloat();
      mix(seen, random.nextBoolean() ? part : -part, (sum, least, most) -> sum / 9);
    }
    if (happens()) {
      hide(seen);
    }
  }

  private boolean happens() {
    return random.nextDouble() < OFTEN * strength;
  }

  /** Moves each value by a part of the way to what its neighbours say. */
  private void mix(float[] seen, float part, Nine nine) {
    float[] from = seen.clone();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        for (int c = 0; c < COLOURS; c++) {
          float sum = 0;
          float least = 0;
          float most = -2;
          for (int dy = -1; dy <= 1; dy++) {
            int row = Math.min(side - 1, Math.max(0, y + dy)) * side;
            for (int dx = -1; dx <= 1; dx++) {
              int column = Math.min(side - 1, Math.max(0, x + dx));
              float value = from[(row + column) * COLOURS + c];
              sum += value;
              least = Math.min(least, value);
              most = Math.max(most, value);
            }
          }
          int at = (y * side + x) * COLOURS + c;
          float changed = from[at] + part * (nine.of(sum, least, most) - from[at]);
          seen[at] = Math.max(-2, Math.min(0, changed));
        }
      }
    }
  }

  private void hide(float[] seen) {
    int left = random.nextInt(side) - length() / 2;
    int top = random.nextInt(side) - length() / 2;
    int right = Math.min(side, left + length());
    int bottom = Math.min(side, top + length());
    for (int y = Math.max(0, top); y < bottom; y++) {
      for (int x = Math.max(0, left); x < right; x++) {
        for (int c = 0; c < COLOURS; c++) {
          seen[(y * side + x) * COLOURS + c] = 0;
        }
      }
    }
  }

  private int length() {
    return (int) (side * (SMALLEST + random.nextDouble() * (LARGEST - SMALLEST)));
  }
}
