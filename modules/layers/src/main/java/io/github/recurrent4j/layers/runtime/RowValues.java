package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows of a contiguous array's last dimension as doubles, whatever the array's type. Rows may be
 * read and written by several threads.
 */
interface RowValues {
  /** Reads a row. */
  void get(long row, double[] into);

  /** Writes a row. */
  void put(long row, double[] from);

  /** The rows of an array. */
  static RowValues of(INDArray array) {
    return Engine.usesOneDnn(array.dataType())
        ? new OfFloats(NativeArrays.of(array))
        : new OfBuffer(array.data(), array.offset());
  }

  /**
   * Rows of float32, moved whole.
   *
   * @param floats the memory
   */
  record OfFloats(Floats floats) implements RowValues {
    @Override
    public void get(long row, double[] into) {
      float[] values = new float[into.length];
      floats.get(row * into.length, values);
      for (int i = 0; i < values.length; i++) {
        into[i] = values[i];
      }
    }

    @Override
    public void put(long row, double[] from) {
      float[] values = new float[from.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) from[i];
      }
      floats.put(row * from.length, values);
    }
  }

  /**
   * Rows of any other type, value by value.
   *
   * @param data the memory
   * @param from where the array begins
   */
  record OfBuffer(DataBuffer data, long from) implements RowValues {
    @Override
    public void get(long row, double[] into) {
      for (int i = 0; i < into.length; i++) {
        into[i] = data.getDouble(from + row * into.length + i);
      }
    }

    @Override
    public void put(long row, double[] from) {
      for (int i = 0; i < from.length; i++) {
        data.put(this.from + row * from.length + i, from[i]);
      }
    }
  }
}
