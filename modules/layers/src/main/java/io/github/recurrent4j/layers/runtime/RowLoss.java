package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Precision;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loss of rows x [N, H] with integer labels, over the classes of weights [H, V]. */
interface RowLoss {

  /** Sum of the weights of the rows that count. */
  double totalWeight();

  /**
   * Weighted loss of each row.
   *
   * @param precision of the factors of products
   */
  double[] perRow(INDArray x, INDArray w, INDArray b, Precision precision);

  /** Sum of the weighted losses. */
  default double forward(INDArray x, INDArray w, INDArray b, Precision precision) {
    double sum = 0;
    for (double l : perRow(x, w, b, precision)) {
      sum += l;
    }
    return sum;
  }

  /**
   * Computes all gradients of scale·Σ loss.
   *
   * @param precision of the factors of products
   * @param dW overwritten, [H, V]
   * @param dB overwritten, [1, V], or null
   * @param dX overwritten, of x's shape
   * @return Σ loss, unscaled
   */
  double backward(
      INDArray x,
      INDArray w,
      INDArray b,
      double scale,
      Precision precision,
      INDArray dW,
      INDArray dB,
      INDArray dX);
}
