package io.github.recurrent4j.captioning;

/** What a network reads of a picture, place by place. */
public enum PictureInput {
  /** The colours of 2 x 2 pixels. */
  PIXELS(2, 12) {
    @Override
    float[] cells(float[] seen, int side) {
      int places = side / cell();
      float[] values = new float[places * places * channels()];
      int to = 0;
      for (int place = 0; place < places * places; place++) {
        for (int pixel = 0; pixel < cell() * cell(); pixel++) {
          int y = place / places * cell() + pixel / cell();
          int x = place % places * cell() + pixel % cell();
          System.arraycopy(seen, (y * side + x) * COLOURS, values, to, COLOURS);
          to += COLOURS;
        }
      }
      return values;
    }
  },

  /** The edges of cells of 6 x 6 pixels by their direction, and the mean colour: EdgeCells. */
  EDGES(EdgeCells.CELL, EdgeCells.CHANNELS) {
    @Override
    float[] cells(float[] seen, int side) {
      return EdgeCells.of(seen, side);
    }
  };

  static final int COLOURS = 3;

  private final int cell;
  private final int channels;

  PictureInput(int cell, int channels) {
    this.cell = cell;
    this.channels = channels;
  }

  /** Side in pixels of a place. */
  int cell() {
    return cell;
  }

  /** Values of a place. */
  int channels() {
    return channels;
  }

  /**
   * A picture's values, [places, places, channels].
   *
   * @param seen [side, side, 3], colours from -2, none, to 0
   * @param side a multiple of {@link #cell}
   */
  abstract float[] cells(float[] seen, int side);
}
