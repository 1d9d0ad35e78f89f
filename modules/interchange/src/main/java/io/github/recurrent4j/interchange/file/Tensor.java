package io.github.recurrent4j.interchange.file;

/**
 * A tensor with its values.
 *
 * @param info name, stored type and shape
 * @param values as float32, row by row (the last dimension runs fastest)
 */
public record Tensor(TensorInfo info, float[] values) {
  /** One of the dimensions. */
  public int size(int dimension) {
    return Math.toIntExact(info.shape().get(dimension));
  }

  /** Number of dimensions. */
  public int rank() {
    return info.shape().size();
  }
}
