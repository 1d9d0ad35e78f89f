package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.kernel.Addresses;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations on time-major sequences [T, B, C] that move whole rows. */
public final class Sequences {
  private Sequences() {}

  /**
   * Copies each example with its steps in reverse order; steps past its length stay where they are.
   *
   * @param from [T, B, C], contiguous
   * @param lengths steps that count, per example; null for all
   * @param to receives the result, [T, B, C], contiguous
   */
  public static void reverse(INDArray from, int[] lengths, INDArray to) {
    int time = (int) from.size(0);
    int batch = (int) from.size(1);
    for (int b = 0; b < batch; b++) {
      int length = lengths == null ? time : lengths[b];
      for (int t = 0; t < time; t++) {
        int source = t < length ? length - 1 - t : t;
        copyRow(from, (long) source * batch + b, to, (long) t * batch + b);
      }
    }
  }

  /** Copies row {@code from} of [..., C] to row {@code to} of another; both contiguous. */
  public static void copyRow(INDArray source, long from, INDArray target, long to) {
    long size = target.size(target.rank() - 1);
    copy(source, from * size, target, to * size, size);
  }

  /** Puts contiguous sequences side by side along their features: [T, B, C1 + C2 + ...]. */
  public static void merge(INDArray[] parts, INDArray to) {
    long width = to.size(to.rank() - 1);
    long column = 0;
    for (INDArray part : parts) {
      long size = part.size(part.rank() - 1);
      for (long row = 0; row < part.length() / size; row++) {
        copy(part, row * size, to, row * width + column, size);
      }
      column += size;
    }
  }

  /** Takes apart what {@link #merge} put together. */
  public static void split(INDArray whole, INDArray[] parts) {
    long width = whole.size(whole.rank() - 1);
    long column = 0;
    for (INDArray part : parts) {
      long size = part.size(part.rank() - 1);
      for (long row = 0; row < part.length() / size; row++) {
        copy(whole, row * width + column, part, row * size, size);
      }
      column += size;
    }
  }

  private static void copy(INDArray source, long from, INDArray target, long to, long count) {
    long width = target.dataType().width();
    Pointer.memcpy(Addresses.of(target, to), Addresses.of(source, from), count * width);
  }

  /** A contiguous array as a matrix of its last dimension's rows. */
  public static INDArray rows(INDArray array) {
    long size = array.size(array.rank() - 1);
    return array.reshape('c', array.length() / size, size);
  }
}
