package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Workers;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations on contiguous time-major sequences [T, B, C] that move whole rows. */
public final class Sequences {
  private static final int FLOATS_OF_A_PART = 1 << 16;

  private Sequences() {}

  /** A contiguous array's memory as rows of its last dimension, whatever the size of an element. */
  private record Rows(Floats words, long size) {
    static Rows of(INDArray array) {
      Floats words = NativeArrays.words(array);
      return new Rows(words, array.size(array.rank() - 1) * array.dataType().width() / Float.BYTES);
    }

    long count() {
      return words.length() / size;
    }

    void put(long to, Rows source, long from) {
      words.copy(to * size, source.words, from * size, size);
    }

    /** Copies columns of all rows between matrices of different widths, on all cores. */
    void put(long column, Rows source, long sourceColumn, long width) {
      long rows = count();
      long share = Math.max(1, FLOATS_OF_A_PART / width);
      Workers.run(
          (int) ((rows + share - 1) / share),
          i -> {
            long first = i * share;
            words.copyRows(
                Math.min(share, rows - first),
                (int) width,
                first * size + column,
                size,
                source.words,
                first * source.size + sourceColumn,
                source.size);
          });
    }
  }

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
    Rows source = Rows.of(from);
    Rows target = Rows.of(to);
    long step = batch * source.size;
    Workers.run(
        batch,
        b -> {
          int length = lengths == null ? time : lengths[b];
          long first = b * source.size;
          target.words.copyRows(
              length,
              (int) source.size,
              first + (length - 1) * step,
              -step,
              source.words,
              first,
              step);
          target.words.copyRows(
              time - length,
              (int) source.size,
              first + length * step,
              step,
              source.words,
              first + length * step,
              step);
        });
  }

  /**
   * Moves each example's steps in a circle.
   *
   * @param from [T, B, C], contiguous
   * @param shifts how many steps towards step 0, per example; below zero: away from it
   * @param to receives the result, [T, B, C], contiguous
   */
  static void roll(INDArray from, int[] shifts, INDArray to) {
    int time = (int) from.size(0);
    int batch = (int) from.size(1);
    Rows source = Rows.of(from);
    Rows target = Rows.of(to);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < time; t++) {
        long other = Math.floorMod(t + shifts[b], time);
        target.put((long) t * batch + b, source, other * batch + b);
      }
    }
  }

  /** Sets the features of all steps that do not count to zero; {@code counts} is [T][B]. */
  static void zeroUnless(boolean[][] counts, INDArray sequence) {
    long batch = sequence.size(1);
    Rows rows = Rows.of(sequence);
    for (int t = 0; t < counts.length; t++) {
      for (int b = 0; b < batch; b++) {
        if (!counts[t][b]) {
          rows.words.slice((t * batch + b) * rows.size, rows.size).fill(0);
        }
      }
    }
  }

  /** Copies row {@code from} of [..., C] to row {@code to} of another; both contiguous. */
  public static void copyRow(INDArray source, long from, INDArray target, long to) {
    Rows.of(target).put(to, Rows.of(source), from);
  }

  /** Puts contiguous sequences side by side along their features: [T, B, C1 + C2 + ...]. */
  public static void merge(INDArray[] parts, INDArray to) {
    Rows whole = Rows.of(to);
    long column = 0;
    for (INDArray each : parts) {
      Rows part = Rows.of(each);
      whole.put(column, part, 0, part.size);
      column += part.size;
    }
  }

  /** Takes apart what {@link #merge} put together. */
  public static void split(INDArray whole, INDArray[] parts) {
    Rows from = Rows.of(whole);
    long column = 0;
    for (INDArray each : parts) {
      Rows part = Rows.of(each);
      part.put(0, from, column, part.size);
      column += part.size;
    }
  }

  /** A contiguous array as a matrix of its last dimension's rows. */
  public static INDArray rows(INDArray array) {
    long size = array.size(array.rank() - 1);
    return array.reshape('c', array.length() / size, size);
  }
}
