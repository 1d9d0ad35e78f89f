package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.ParallelProducts;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Squash;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
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
    multiply(a, b, c, add, Precision.F32);
  }

  /** The same with factors in another precision, where that pays. */
  static void multiply(INDArray a, INDArray b, INDArray c, boolean add, Precision precision) {
    int row = c.rank() - 2;
    if (c.stride(row + 1) != 1 && c.size(row + 1) > 1) {
      // oneDNN is only fast into rows: Cᵀ = Bᵀ·Aᵀ.
      multiply(transposed(b), transposed(a), transposed(c), add, precision);
      return;
    }
    if (Engine.usesOneDnn(c.dataType())) {
      Product product = product(a, b, c, precision);
      ParallelProducts.multiply(
          add ? product.accumulating() : product,
          NativeArrays.of(a),
          NativeArrays.of(b),
          null,
          NativeArrays.of(c));
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

  private static Product product(INDArray a, INDArray b, INDArray c, Precision precision) {
    int row = c.rank() - 2;
    return new Product(
        row == 0 ? 1 : c.size(0),
        c.size(row),
        c.size(row + 1),
        a.size(row + 1),
        NativeArrays.strides(a),
        NativeArrays.strides(b),
        NativeArrays.strides(c),
        false,
        false,
        Squash.NONE,
        precision);
  }

  /**
   * C = A·B + bias, or its tanh.
   *
   * @param bias a row of n in one piece
   * @param c [m, n] row by row, receives the product
   * @return whether that was tanh, and not left to the caller, as where there is no oneDNN
   */
  static boolean affine(
      INDArray a, INDArray b, INDArray bias, INDArray c, boolean tanh, Precision precision) {
    if (!Engine.usesOneDnn(c.dataType())) {
      multiply(a, b, c, false, precision);
      c.addiRowVector(bias);
      return false;
    }
    Product product = product(a, b, c, precision).withBias();
    ParallelProducts.multiply(
        tanh ? product.ending(Squash.TANH) : product,
        NativeArrays.of(a),
        NativeArrays.of(b),
        NativeArrays.of(bias),
        NativeArrays.of(c));
    return tanh;
  }

  private static INDArray transposed(INDArray a) {
    return a.rank() == 2 ? a.permute(1, 0) : a.permute(0, 2, 1);
  }
}
