package io.github.recurrent4j.captioning;

/** The colours of 2 x 2 pixels, side by side. */
final class PixelCells {
  static final int COLOURS = 3;
  static final int CELL = 2;
  static final int CHANNELS = CELL * CELL * COLOURS;

  private PixelCells() {}

  /** See {@link PictureInput#cells}. */
  static float[] of(float[] seen, int side) {
    int places = side / CELL;
    float[] values = new float[places * places * CHANNELS];
    int to = 0;
    for (int place = 0; place < places * places; place++) {
      for (int pixel = 0; pixel < CELL * CELL; pixel++) {
        int y = (place / places) * CELL + pixel / CELL;
        int x = (place % places) * CELL + pixel % CELL;
        System.arraycopy(seen, (y * side + x) * COLOURS, values, to, COLOURS);
        to += COLOURS;
      }
    }
    return values;
  }
}
