package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.Pointer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cross-entropy of a mixture (See et al., 2017, equation 9): with probability g = σ(z) a word comes
 * from the vocabulary, where it has the probability q = softmax(x·W + b), otherwise it is copied,
 * where it has the weight m. The loss is −log(g·q + (1 − g)·m), and λ times the coverage loss c.
 *
 * <p>Rows are [x; z; m; c]. With r = g·q / (g·q + (1 − g)·m), the part that the vocabulary has in
 * the word, the gradient with respect to the logits is that of a softmax alone, times r; that with
 * respect to z is g − r.
 */
final class CopyCrossEntropy implements RowLoss {
  /** Numbers in a row beside the vocabulary's part: z, m and c. */
  static final int EXTRA = 1 + Pointer.SIZE;

  private static final double LEAST = Float.MIN_NORMAL;

  private final int[] labels;
  private final float[] weights;
  private final int classes;
  private final double coverage;

  /**
   * Prepares the loss of N rows.
   *
   * @param labels N ids; V is a word that can only be copied; below zero: the row does not count
   * @param weights N weights, or null for 1
   * @param classes V
   * @param coverage λ
   */
  CopyCrossEntropy(int[] labels, float[] weights, int classes, double coverage) {
    this.labels = labels;
    this.weights = weights;
    this.classes = classes;
    this.coverage = coverage;
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

  /** What the vocabulary can say of the rows, each with a weight; null for 1. */
  private SparseCrossEntropy vocabulary(float[] shares) {
    int[] known = new int[labels.length];
    for (int i = 0; i < known.length; i++) {
      known[i] = labels[i] == classes ? -1 : labels[i];
    }
    return new SparseCrossEntropy(known, shares, classes, 0);
  }

  /** The mixture of one row. */
  private record Mixed(double gate, double generated, double copied) {
    double probability() {
      return Math.max(generated + copied, LEAST);
    }

    /** r. */
    double share() {
      return generated / probability();
    }
  }

  private Mixed[] mixed(double[] extra, double[] minusLogQ) {
    Mixed[] all = new Mixed[labels.length];
    for (int i = 0; i < all.length; i++) {
      double gate = gate(extra[i * EXTRA]);
      double q = labels[i] == classes ? 0 : Math.exp(-minusLogQ[i]);
      all[i] = new Mixed(gate, gate * q, (1 - gate) * extra[i * EXTRA + 1]);
    }
    return all;
  }

  static double gate(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private double[] losses(double[] extra, Mixed[] mixed) {
    double[] losses = new double[labels.length];
    for (int i = 0; i < losses.length; i++) {
      double weight = weight(i);
      losses[i] =
          weight == 0
              ? 0
              : weight * (coverage * extra[i * EXTRA + 2] - Math.log(mixed[i].probability()));
    }
    return losses;
  }

  /** The part of the rows that the vocabulary is asked for, [N, H], contiguous. */
  static INDArray vocabularyPart(INDArray rows) {
    return columns(rows, 0, rows.size(1) - EXTRA).dup('c');
  }

  /** z, m and c of all rows, one row after the other. */
  static double[] extra(INDArray rows) {
    return columns(rows, rows.size(1) - EXTRA, rows.size(1)).dup('c').data().asDouble();
  }

  private static INDArray columns(INDArray rows, long from, long to) {
    INDArrayIndex all = NDArrayIndex.all();
    return rows.get(all, NDArrayIndex.interval(from, to));
  }

  @Override
  public double[] perRow(INDArray x, INDArray w, INDArray b, Precision precision) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      double[] extra = extra(x);
      return losses(
          extra, mixed(extra, vocabulary(null).perRow(vocabularyPart(x), w, b, precision)));
    }
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
      double[] extra = extra(x);
      INDArray part = vocabularyPart(x);
      Mixed[] mixed = mixed(extra, vocabulary(null).perRow(part, w, b, precision));
      float[] shares = new float[labels.length];
      double[] gradient = new double[extra.length];
      double sum = 0;
      for (double loss : losses(extra, mixed)) {
        sum += loss;
      }
      for (int i = 0; i < labels.length; i++) {
        Mixed m = mixed[i];
        double factor = weight(i) * scale;
        shares[i] = (float) (weight(i) * m.share());
        gradient[i * EXTRA] = factor * (m.gate() - m.share());
        gradient[i * EXTRA + 1] = -factor * (1 - m.gate()) / m.probability();
        gradient[i * EXTRA + 2] = factor * coverage;
      }
      INDArray dPart = Nd4j.createUninitialized(x.dataType(), part.shape(), 'c');
      vocabulary(shares).backward(part, w, b, scale, precision, dW, dB, dPart);
      long size = part.size(1);
      columns(dX, 0, size).assign(dPart);
      columns(dX, size, size + EXTRA)
          .assign(Nd4j.createFromArray(gradient).castTo(x.dataType()).reshape('c', -1, EXTRA));
      return sum;
    }
  }

  /**
   * Probabilities of the vocabulary's words when they are generated, then that of copying the
   * wanted word.
   *
   * @param out receives them, [N, V + 1]
   */
  static void probabilities(INDArray x, INDArray w, INDArray b, Precision precision, INDArray out) {
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      long classes = out.size(1) - 1;
      INDArray p = Nd4j.createUninitialized(x.dataType(), new long[] {x.size(0), classes}, 'c');
      SparseCrossEntropy.probabilities(vocabularyPart(x), w, b, precision, p);
      double[] extra = extra(x);
      double[] gates = new double[(int) x.size(0)];
      double[] copied = new double[gates.length];
      for (int i = 0; i < gates.length; i++) {
        gates[i] = gate(extra[i * EXTRA]);
        copied[i] = (1 - gates[i]) * extra[i * EXTRA + 1];
      }
      p.muliColumnVector(column(gates, x));
      columns(out, 0, classes).assign(p);
      columns(out, classes, classes + 1).assign(column(copied, x));
    }
  }

  private static INDArray column(double[] values, INDArray like) {
    return Nd4j.createFromArray(values).castTo(like.dataType()).reshape('c', values.length, 1);
  }
}
