package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Precision;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Cross-entropy of a mixture of softmaxes (Yang et al., 2018, equation 2): p(w) = Σ_k π_k·q_k(w)
 * with q_k = softmax(h_k·W + b), h = tanh(a) and π = softmax(g). Rows are [a_1; …; a_K; g].
 *
 * <p>With r_k = π_k·q_k(w) / p(w), the part that a softmax has in the word, the gradient with
 * respect to its logits is that of a softmax alone, times r_k; that with respect to g is π − r. So
 * the softmaxes are K·N rows of a {@link SparseCrossEntropy}, weighted by r.
 */
final class MixtureCrossEntropy implements RowLoss {
  private final int[] labels;
  private final float[] weights;
  private final int classes;
  private final int components;

  /**
   * Prepares the loss of N rows.
   *
   * @param labels N ids; below zero: the row does not count
   * @param weights N weights, or null for 1
   * @param classes V
   * @param components K
   */
  MixtureCrossEntropy(int[] labels, float[] weights, int classes, int components) {
    this.labels = labels;
    this.weights = weights;
    this.classes = classes;
    this.components = components;
  }

  private double weight(int row) {
    return labels[row] < 0 ? 0 : weights == null ? 1 : weights[row];
  }

  @Override
  public double totalWeight() {
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      total += weight(i);
    }
    return total;
  }

  /** The softmaxes of all rows, those of a row one after the other, each with a weight. */
  private SparseCrossEntropy softmaxes(float[] shares) {
    int[] wanted = new int[labels.length * components];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = labels[i / components];
    }
    return new SparseCrossEntropy(wanted, shares, classes, 0);
  }

  /** h, [K·N, H], contiguous. */
  private static INDArray states(INDArray rows, int components) {
    long size = rows.size(1) - components;
    INDArray a = columns(rows, 0, size).dup('c');
    return Transforms.tanh(a, false).reshape('c', rows.size(0) * components, size / components);
  }

  /** π, [N, K], contiguous. */
  private static INDArray gates(INDArray rows, int components) {
    long size = rows.size(1);
    INDArray g = columns(rows, size - components, size).dup('c');
    return Transforms.softmax(g, false);
  }

  @Override
  public double[] perRow(INDArray x, INDArray w, INDArray b, Precision precision) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      double[] minusLogs = softmaxes(null).perRow(states(x, components), w, b, precision);
      return losses(
          gates(x, components).data().asDouble(), minusLogs, new double[minusLogs.length]);
    }
  }

  /**
   * The loss of each row.
   *
   * @param gates π
   * @param minusLogs −log q_k(w)
   * @param shares receives r, unweighted
   */
  private double[] losses(double[] gates, double[] minusLogs, double[] shares) {
    double[] losses = new double[labels.length];
    for (int row = 0; row < losses.length; row++) {
      if (labels[row] < 0) {
        continue;
      }
      // The best softmax is taken out: no part is lost where all are small.
      double least = Double.POSITIVE_INFINITY;
      for (int at = row * components; at < (row + 1) * components; at++) {
        least = Math.min(least, minusLogs[at]);
      }
      double sum = 0;
      for (int at = row * components; at < (row + 1) * components; at++) {
        shares[at] = gates[at] * Math.exp(least - minusLogs[at]);
        sum += shares[at];
      }
      sum = Math.max(sum, Float.MIN_NORMAL);
      for (int at = row * components; at < (row + 1) * components; at++) {
        shares[at] /= sum;
      }
      losses[row] = weight(row) * (least - Math.log(sum));
    }
    return losses;
  }

  @Override
  public double backward(
      INDArray x,
      INDArray w,
      INDArray b,
      double scale,
      Precision precision,
      INDArray dW,
      INDArray dB,
      INDArray dX) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray h = states(x, components);
      double[] gates = gates(x, components).data().asDouble();
      double[] shares = new double[gates.length];
      double sum = 0;
      for (double loss : losses(gates, softmaxes(null).perRow(h, w, b, precision), shares)) {
        sum += loss;
      }
      float[] weighted = new float[gates.length];
      double[] gateGradient = new double[gates.length];
      for (int i = 0; i < gates.length; i++) {
        double weight = weight(i / components);
        weighted[i] = (float) (weight * shares[i]);
        gateGradient[i] = weight == 0 ? 0 : weight * scale * (gates[i] - shares[i]);
      }
      INDArray dH = Nd4j.createUninitialized(x.dataType(), h.shape(), 'c');
      softmaxes(weighted).backward(h, w, b, scale, precision, dW, dB, dH);
      dH.muli(h.mul(h).rsubi(1));
      long size = x.size(1) - components;
      columns(dX, 0, size).assign(dH.reshape('c', x.size(0), size));
      columns(dX, size, size + components)
          .assign(
              Nd4j.createFromArray(gateGradient).castTo(x.dataType()).reshape('c', -1, components));
      return sum;
    }
  }

  /**
   * Probabilities of the mixture.
   *
   * @param x rows, [N, K·(H + 1)]
   * @param w [H, V]
   * @param b [1, V] or null
   * @param out receives them, [N, V]
   */
  static void probabilities(
      INDArray x, INDArray w, INDArray b, Precision precision, int components, INDArray out) {
    long classes = out.size(1);
    long most = Math.max(1, SparseCrossEntropy.CHUNK_FLOATS / (classes * components));
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      for (long from = 0; from < x.size(0); from += most) {
        long n = Math.min(most, x.size(0) - from);
        INDArray rows = x.get(NDArrayIndex.interval(from, from + n), NDArrayIndex.all());
        INDArray q =
            Nd4j.createUninitialized(x.dataType(), new long[] {n * components, classes}, 'c');
        SparseCrossEntropy.probabilities(states(rows, components), w, b, precision, q);
        INDArray part = out.get(NDArrayIndex.interval(from, from + n), NDArrayIndex.all());
        Matrices.multiply(
            gates(rows, components).reshape('c', n, 1, components),
            q.reshape('c', n, components, classes),
            part.reshape('c', n, 1, classes),
            false);
        q.close();
      }
    }
  }

  private static INDArray columns(INDArray rows, long from, long to) {
    return rows.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }
}
