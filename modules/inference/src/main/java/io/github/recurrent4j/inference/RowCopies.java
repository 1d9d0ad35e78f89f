package io.github.recurrent4j.inference;

import io.github.recurrent4j.kernels.Floats;

/** Rows of matrices in native memory, copied. */
public final class RowCopies {
  private RowCopies() {}

  /** Copies a row of {@code size} floats. */
  public static void row(Floats from, long fromRow, Floats to, long toRow, int size) {
    to.copy(toRow * size, from, fromRow * size, size);
  }

  /**
   * Puts two matrices side by side.
   *
   * @param rows rows of each
   * @param left [rows, leftSize]
   * @param right [rows, rightSize]
   * @param to [rows, leftSize + rightSize]
   */
  public static void beside(
      long rows, Floats left, int leftSize, Floats right, int rightSize, Floats to) {
    int size = leftSize + rightSize;
    for (long r = 0; r < rows; r++) {
      to.copy(r * size, left, r * leftSize, leftSize);
      to.copy(r * size + leftSize, right, r * rightSize, rightSize);
    }
  }

  /**
   * Turns each example's steps round within its own length; later steps stay in place.
   *
   * @param from [T, B, size]
   * @param lengths steps of the first examples; of the others there are none
   * @param to [T, B, size]
   */
  public static void reversed(
      int time, int batch, Floats from, int[] lengths, int size, Floats to) {
    for (int t = 0; t < time; t++) {
      for (int b = 0; b < batch; b++) {
        int source = b < lengths.length && t < lengths[b] ? lengths[b] - 1 - t : t;
        row(from, (long) source * batch + b, to, (long) t * batch + b, size);
      }
    }
  }
}
