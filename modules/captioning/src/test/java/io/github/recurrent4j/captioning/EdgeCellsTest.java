package io.github.recurrent4j.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EdgeCellsTest {
  private static final int SIDE = 24;
  private static final int CELLS = 4;
  private static final int COLOURS = 3;
  private static final int DIRECTIONS = 8;
  private static final int CHANNELS = 11;

  /** White, 0, left of a column and black, -2, from there on. */
  private static float[] upright(int column) {
    float[] seen = new float[SIDE * SIDE * COLOURS];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = i / COLOURS % SIDE < column ? 0 : -2;
    }
    return seen;
  }

  private static double colour(float[] seen, int y, int x, int c) {
    int row = Math.max(0, Math.min(SIDE - 1, y));
    int column = Math.max(0, Math.min(SIDE - 1, x));
    return seen[(row * SIDE + column) * COLOURS + c] / 2;
  }

  /** How near a pixel is to a cell's middle, along one axis. */
  private static double near(int pixel, int cell) {
    return Math.max(0, 1 - Math.abs(pixel + 0.5 - (cell + 0.5) * 6) / 6);
  }

  /** What a cell has of a channel, summed over all pixels of the picture. */
  private static double plain(float[] seen, int row, int column, int channel) {
    double sum = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        sum += near(y, row) * near(x, column) / 36 * pixel(seen, y, x, channel);
      }
    }
    return sum;
  }

  private static double pixel(float[] seen, int y, int x, int channel) {
    if (channel >= DIRECTIONS) {
      return 2 * colour(seen, y, x, channel - DIRECTIONS);
    }
    double best = 0;
    double angle = 0;
    for (int c = 0; c < COLOURS; c++) {
      double dx = colour(seen, y, x + 1, c) - colour(seen, y, x - 1, c);
      double dy = colour(seen, y + 1, x, c) - colour(seen, y - 1, x, c);
      if (Math.hypot(dx, dy) > best) {
        best = Math.hypot(dx, dy);
        angle = Math.toDegrees(Math.atan2(dy, dx));
      }
    }
    // Degrees between the edge and the channel's direction, either way round.
    double apart = Math.abs(angle - channel * 22.5) % 180;
    return best < 0.03 ? 0 : Math.sqrt(best) * Math.max(0, 1 - Math.min(apart, 180 - apart) / 22.5);
  }

  @Test
  void cellsAreWhatAPlainSumSays() {
    Random random = new Random(3);
    float[] seen = new float[SIDE * SIDE * COLOURS];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = -2 * random.nextFloat();
    }
    float[] cells = EdgeCells.of(seen, SIDE);
    assertThat(cells).hasSize(CELLS * CELLS * CHANNELS);
    for (int i = 0; i < cells.length; i++) {
      int cell = i / CHANNELS;
      assertThat((double) cells[i])
          .isCloseTo(plain(seen, cell / CELLS, cell % CELLS, i % CHANNELS), within(1e-5));
    }
  }

  @Test
  void anEdgeIsWhereItIsAndHasOneDirection() {
    float[] cells = EdgeCells.of(upright(9), SIDE);
    for (int cell = 0; cell < CELLS * CELLS; cell++) {
      // Columns 8 and 9 lie about the middle of the second column of cells.
      boolean beside = cell % CELLS == 3;
      assertThat(cells[cell * CHANNELS]).matches(v -> beside ? v == 0 : v > 0);
      for (int direction = 1; direction < DIRECTIONS; direction++) {
        assertThat(cells[cell * CHANNELS + direction]).isZero();
      }
    }
    assertThat(cells[CHANNELS]).isGreaterThan(4 * cells[0]);
  }

  @Test
  void anEdgeHasNoSignAndPaperHasNone() {
    float[] dark = upright(12);
    float[] light = new float[dark.length];
    for (int i = 0; i < dark.length; i++) {
      light[i] = -2 - dark[i];
    }
    float[] one = EdgeCells.of(dark, SIDE);
    float[] other = EdgeCells.of(light, SIDE);
    for (int cell = 0; cell < CELLS * CELLS; cell++) {
      assertThat(other[cell * CHANNELS]).isEqualTo(one[cell * CHANNELS]);
    }
    assertThat(EdgeCells.of(new float[dark.length], SIDE)).containsOnly(0);
  }
}
