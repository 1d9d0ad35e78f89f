package io.github.recurrent4j.captioning;

/**
 * A picture as edges and colours of its cells, after the histograms of oriented gradients of Dalal
 * and Triggs (2005): what makers that draw the same in other colours and strokes have in common.
 *
 * <p>An edge is a difference of the pixels on both sides, in the colour channel in which it is
 * largest. Its strength is the root of the difference, so that a faint line counts beside an
 * outline. It falls to the two nearest of eight directions, which have no sign, and, as the colours
 * do, to the four nearest cells.
 */
final class EdgeCells {
  /** Side of a cell in pixels. */
  static final int CELL = 6;

  private static final int DIRECTIONS = 8;

  /** Values of a cell: a strength for each direction, then red, green and blue. */
  static final int CHANNELS = DIRECTIONS + PixelCells.COLOURS;

  /** Of the range of a colour: what is less is no edge. */
  private static final double LEAST = 0.03;

  private final float[] seen;
  private final int side;
  private final int cells;
  private final float[] values;

  private EdgeCells(float[] seen, int side) {
    this.seen = seen;
    this.side = side;
    cells = side / CELL;
    values = new float[cells * cells * CHANNELS];
  }

  /**
   * The cells of a picture, [cells, cells, 11].
   *
   * @param seen [side, side, 3], colours from -2, none, to 0
   * @param side a multiple of 6
   */
  static float[] of(float[] seen, int side) {
    EdgeCells result = new EdgeCells(seen, side);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        result.add(y, x);
      }
    }
    return result.values;
  }

  private void add(int y, int x) {
    float[] pixel = new float[CHANNELS];
    System.arraycopy(seen, at(y, x), pixel, DIRECTIONS, PixelCells.COLOURS);
    edge(y, x, pixel);
    double row = (y + 0.5) / CELL - 0.5;
    double column = (x + 0.5) / CELL - 0.5;
    for (int corner = 0; corner < 4; corner++) {
      int toRow = (int) Math.floor(row) + corner / 2;
      int toColumn = (int) Math.floor(column) + corner % 2;
      if (toRow < 0 || toColumn < 0 || toRow >= cells || toColumn >= cells) {
        continue;
      }
      double near = (1 - Math.abs(row - toRow)) * (1 - Math.abs(column - toColumn));
      float part = (float) (near / (CELL * CELL));
      int to = (toRow * cells + toColumn) * CHANNELS;
      for (int c = 0; c < CHANNELS; c++) {
        values[to + c] += part * pixel[c];
      }
    }
  }

  /** Puts the edge at a pixel in its directions. */
  private void edge(int y, int x, float[] pixel) {
    double right = 0;
    double down = 0;
    for (int c = 0; c < PixelCells.COLOURS; c++) {
      // Colours have a range of 2.
      double dx = (seen[at(y, x + 1) + c] - seen[at(y, x - 1) + c]) / 2;
      double dy = (seen[at(y + 1, x) + c] - seen[at(y - 1, x) + c]) / 2;
      if (Math.hypot(dx, dy) > Math.hypot(right, down)) {
        right = dx;
        down = dy;
      }
    }
    double size = Math.hypot(right, down);
    if (size < LEAST) {
      return;
    }
    double turn = Math.atan2(down, right) / Math.PI;
    double direction = (turn - Math.floor(turn)) * DIRECTIONS;
    int lower = (int) direction % DIRECTIONS;
    double upperPart = direction - Math.floor(direction);
    pixel[lower] += (float) (Math.sqrt(size) * (1 - upperPart));
    pixel[(lower + 1) % DIRECTIONS] += (float) (Math.sqrt(size) * upperPart);
  }

  /** Beyond the border the picture goes on as it is there. */
  private int at(int y, int x) {
    int row = Math.min(side - 1, Math.max(0, y));
    int column = Math.min(side - 1, Math.max(0, x));
    return (row * side + column) * PixelCells.COLOURS;
  }
}
