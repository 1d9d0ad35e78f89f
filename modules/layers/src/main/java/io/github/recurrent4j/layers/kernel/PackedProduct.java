package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Products;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A {@link PackedMatrix} of an ND4J array with the products it takes part in. Without oneDNN they
 * run on ND4J. Belongs to one thread at a time.
 */
public final class PackedProduct implements AutoCloseable {
  private final INDArray matrix;
  private final INDArray bias;
  private final boolean tanh;
  private final PackedMatrix packed;
  private final Products products;

  /**
   * Wraps a matrix, which must stay as it is and live as long.
   *
   * @param matrix [k, n], may be a transposed view
   * @param bias n values one after another, or null
   * @param tanh whether products end with tanh
   * @param precision of the factors
   */
  public PackedProduct(INDArray matrix, INDArray bias, boolean tanh, Precision precision) {
    this.matrix = matrix;
    this.bias = bias;
    this.tanh = tanh;
    boolean onOneDnn = Engine.usesOneDnn(DataType.FLOAT);
    this.packed =
        onOneDnn
            ? new PackedMatrix(
                matrix.size(0),
                matrix.size(1),
                NativeArrays.of(matrix),
                NativeArrays.strides(matrix),
                bias == null ? null : NativeArrays.of(bias),
                tanh,
                precision)
            : null;
    this.products = onOneDnn ? new Products(Arena.shared()) : null;
  }

  /**
   * Computes C = A·M + b, or its tanh.
   *
   * @param a [m, k], row-major
   * @param c [m, n], row-major, receives the product
   */
  public void multiply(INDArray a, INDArray c) {
    if (packed != null) {
      products.multiply(packed, a.size(0), NativeArrays.of(a), NativeArrays.of(c));
      return;
    }
    c.assign(a.mmul(matrix));
    if (bias != null) {
      c.addiRowVector(bias.reshape(1, bias.length()));
    }
    if (tanh) {
      Transforms.tanh(c, false);
    }
  }

  @Override
  public void close() {
    if (packed != null) {
      products.close();
      packed.close();
    }
  }
}
