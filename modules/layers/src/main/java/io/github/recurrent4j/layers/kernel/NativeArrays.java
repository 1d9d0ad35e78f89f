package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Product.Strides;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ND4J arrays as the kernels' memory: the one place where an array's address is taken. */
public final class NativeArrays {
  private NativeArrays() {}

  /**
   * A view of a float array's memory from its first to its last element, gaps included. It keeps
   * the array's memory from being collected.
   */
  public static Floats of(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException("an array of " + array.dataType() + " is not float32");
    }
    return words(array);
  }

  /** Likewise for elements of any size, counted in units of four bytes: for copying. */
  public static Floats words(INDArray array) {
    DataBuffer data = array.data();
    if (data.wasClosed()) {
      throw new IllegalStateException("an array was closed before its use");
    }
    long length = extent(array) * array.dataType().width() / Float.BYTES;
    return Floats.foreign(data, address(array), length);
  }

  /** Whether the first elements of two arrays are the same piece of memory. */
  public static boolean sameStart(INDArray a, INDArray b) {
    return address(a) == address(b);
  }

  private static long address(INDArray array) {
    // A view's buffer gives the address of the array it views.
    DataBuffer data = array.data();
    return data.address() + data.offset() * array.dataType().width();
  }

  private static long extent(INDArray array) {
    long extent = 1;
    for (int d = 0; d < array.rank(); d++) {
      extent += (array.size(d) - 1) * array.stride(d);
    }
    return array.length() == 0 ? 0 : extent;
  }

  /** Where the entries of a matrix or of a batch of matrices lie. */
  public static Strides strides(INDArray a) {
    int row = a.rank() - 2;
    // Of a dimension with one entry the stride does not matter: oneDNN wants a sensible one.
    long column = a.size(row + 1) == 1 ? 1 : a.stride(row + 1);
    long rows = a.size(row) == 1 ? a.size(row + 1) * column : a.stride(row);
    long batch = row == 0 || a.size(0) == 1 ? Math.max(rows * a.size(row), column) : a.stride(0);
    return new Strides(batch, rows, column);
  }
}
