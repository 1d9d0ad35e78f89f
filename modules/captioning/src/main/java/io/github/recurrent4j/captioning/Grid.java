package io.github.recurrent4j.captioning;

/**
 * What a captioner's network reads: vectors, one after another.
 *
 * @param steps number of vectors
 * @param size values of each
 * @param values [steps, size], row by row
 */
public record Grid(int steps, int size, float[] values) implements CaptionInput {

  /** Checks the sizes. */
  public Grid {
    if (steps < 1 || size < 1 || values.length != (long) steps * size) {
      throw new IllegalArgumentException(
          values.length + " values for " + steps + " vectors of " + size);
    }
  }

  /** One feature vector. */
  public static Grid of(float... values) {
    return new Grid(1, values.length, values);
  }

  @Override
  public Grid grid(CaptionShape shape) {
    if (shape.pictures() || steps != shape.inputSteps() || size != shape.inputSize()) {
      throw new IllegalArgumentException(
          steps
              + " feature vectors of "
              + size
              + (shape.pictures()
                  ? " for a model that reads pictures"
                  : " for a model of " + shape.inputSteps() + " of " + shape.inputSize()));
    }
    return this;
  }
}
