package io.github.recurrent4j.captioning;

/** What a network reads of a picture, place by place. */
public enum PictureInput {
  /** The colours of 2 x 2 pixels. */
  PIXELS(PixelCells.CELL, PixelCells.CHANNELS),

  /** The edges of cells of 6 x 6 pixels by their direction, and the mean colour: EdgeCells. */
  EDGES(EdgeCells.CELL, EdgeCells.CHANNELS);

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
  float[] cells(float[] seen, int side) {
    return this == EDGES ? EdgeCells.of(seen, side) : PixelCells.of(seen, side);
  }
}
