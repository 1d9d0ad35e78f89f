package io.github.recurrent4j.interchange;

/** Matrices as arrays, row by row. */
final class Rows {
  private Rows() {}

  /** The transpose of a matrix of these rows and columns. */
  static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = matrix[r * columns + c];
      }
    }
    return result;
  }

  /** Arrays one after another. */
  static float[] joined(float[]... parts) {
    int length = 0;
    for (float[] part : parts) {
      length = Math.addExact(length, part.length);
    }
    float[] result = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, result, at, part.length);
      at += part.length;
    }
    return result;
  }
}
