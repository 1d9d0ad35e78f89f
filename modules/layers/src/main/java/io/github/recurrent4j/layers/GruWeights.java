package io.github.recurrent4j.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Weights of a GRU trained elsewhere, as parameters of a {@link GRU} with reset after. PyTorch and
 * Keras keep the state by z (h_t = z ∘ h_{t-1} + (1 − z) ∘ h̃_t), this project by 1 − z, so the
 * update gate is negated.
 *
 * @param w input weights [I, 3H]
 * @param rw recurrent weights [H, 3H]
 * @param b biases [1, 4H]
 */
public record GruWeights(INDArray w, INDArray rw, INDArray b) {

  /**
   * From PyTorch's {@code nn.GRU}.
   *
   * @param weightIh {@code weight_ih_l0}, [3H, I], gates r, z, n
   * @param weightHh {@code weight_hh_l0}, [3H, H]
   * @param biasIh {@code bias_ih_l0}, 3H entries
   * @param biasHh {@code bias_hh_l0}, 3H entries
   */
  public static GruWeights fromPyTorch(
      INDArray weightIh, INDArray weightHh, INDArray biasIh, INDArray biasHh) {
    return of(weightIh.transpose(), weightHh.transpose(), row(biasIh), row(biasHh), 1, 0);
  }

  /**
   * From Keras's {@code GRU(reset_after=True)}.
   *
   * @param kernel [I, 3H], gates z, r, h
   * @param recurrentKernel [H, 3H]
   * @param bias [2, 3H]: input biases, then recurrent ones
   */
  public static GruWeights fromKeras(INDArray kernel, INDArray recurrentKernel, INDArray bias) {
    return of(kernel, recurrentKernel, row(bias.getRow(0).dup()), row(bias.getRow(1).dup()), 0, 1);
  }

  private static INDArray row(INDArray vector) {
    return vector.reshape(1, vector.length());
  }

  private static GruWeights of(
      INDArray w, INDArray rw, INDArray inputBias, INDArray recurrentBias, int update, int reset) {
    INDArray both = inputBias.add(recurrentBias);
    return new GruWeights(
        Nd4j.hstack(block(w, update).neg(), block(w, reset), block(w, 2)),
        Nd4j.hstack(block(rw, update).neg(), block(rw, reset), block(rw, 2)),
        Nd4j.hstack(
            block(both, update).neg(),
            block(both, reset),
            block(inputBias, 2),
            block(recurrentBias, 2)));
  }

  private static INDArray block(INDArray matrix, int gate) {
    long size = matrix.size(1) / 3;
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(gate * size, (gate + 1) * size));
  }

  /** Copies the weights into a running layer with parameters W, RW and b. */
  public void copyTo(org.deeplearning4j.nn.api.Layer layer) {
    layer.setParam("W", w);
    layer.setParam("RW", rw);
    layer.setParam("b", b);
  }
}
