package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.kernel.Addresses;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeMath;
import io.github.recurrent4j.layers.kernel.NativeMath.StridedProduct;
import io.github.recurrent4j.layers.kernel.NativeMath.Strides;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Matrix products on ND4J views, without copying: transposes and time-major batches are views. */
public final class Matrices {
  private Matrices() {}

  /**
   * C = A·B, or C + A·B, for matrices or batches of matrices.
   *
   * @param a [m, k] or [batch, m, k]
   * @param b [k, n] or [batch, k, n]
   * @param c [m, n] or [batch, m, n], receives the product
   * @param add whether to add to what c holds
   */
  public static void multiply(INDArray a, INDArray b, INDArray c, boolean add) {
    multiply(a, b, c, add, false);
  }

  /** The same as part of a training pass, which may run in bf16 ({@link Engine#bf16Training}). */
  static void train(INDArray a, INDArray b, INDArray c, boolean add) {
    multiply(a, b, c, add, Engine.bf16Training());
  }

  private static void multiply(INDArray a, INDArray b, INDArray c, boolean add, boolean bf16) {
    int row = c.rank() - 2;
    if (c.stride(row + 1) != 1 && c.size(row + 1) > 1) {
      // oneDNN is only fast into rows: Cᵀ = Bᵀ·Aᵀ.
      multiply(transposed(b), transposed(a), transposed(c), add, bf16);
      return;
    }
    if (Engine.usesOneDnn(c.dataType())) {
      NativeMath.multiply(
          new StridedProduct(
              row == 0 ? 1 : c.size(0),
              c.size(row),
              c.size(row + 1),
              a.size(row + 1),
              strides(a),
              strides(b),
              strides(c),
              add,
              bf16),
          Addresses.of(a),
          Addresses.of(b),
          Addresses.of(c));
      return;
    }
    if (row == 0) {
      INDArray product = a.mmul(b);
      INDArray unused = add ? c.addi(product) : c.assign(product);
      return;
    }
    for (int i = 0; i < c.size(0); i++) {
      multiply(a.slice(i, 0), b.slice(i, 0), c.slice(i, 0), add);
    }
  }

  private static INDArray transposed(INDArray a) {
    return a.rank() == 2 ? a.permute(1, 0) : a.permute(0, 2, 1);
  }

  private static Strides strides(INDArray a) {
    int row = a.rank() - 2;
    // Of a dimension with one entry the stride does not matter: oneDNN wants a sensible one.
    long column = a.size(row + 1) == 1 ? 1 : a.stride(row + 1);
    long rows = a.size(row) == 1 ? a.size(row + 1) * column : a.stride(row);
    long batch = row == 0 || a.size(0) == 1 ? Math.max(rows * a.size(row), column) : a.stride(0);
    return new Strides(batch, rows, column);
  }
}
