package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.ParallelProducts;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Cross-entropy of softmax(x·W + b) with integer labels, and its gradients: ∂L/∂logits = p −
 * target. With smoothing ε the target is (1 − ε)·onehot + ε/V. Rows are handled in chunks, so that
 * the probabilities never take more than {@link #CHUNK_FLOATS} floats.
 */
final class SparseCrossEntropy implements RowLoss {
  static final long CHUNK_FLOATS = 16L << 20;

  private final int[] labels;
  private final float[] weights;
  private final int classes;
  private final double smoothing;
  private final double totalWeight;

  /**
   * Prepares the loss of N rows.
   *
   * @param labels N ids; below zero: the row does not count
   * @param weights N weights, or null for 1
   * @param classes V
   * @param smoothing ε in [0, 1)
   */
  SparseCrossEntropy(int[] labels, float[] weights, int classes, double smoothing) {
    this.labels = labels;
    this.weights = weights;
    this.classes = classes;
    this.smoothing = smoothing;
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label " + labels[i] + " is outside the " + classes + " classes");
      }
      total += weight(i);
    }
    this.totalWeight = total;
  }

  int label(int row) {
    return labels[row];
  }

  @Override
  public double totalWeight() {
    return totalWeight;
  }

  float weight(int row) {
    if (labels[row] < 0) {
      return 0;
    }
    return weights == null ? 1 : weights[row];
  }

  @Override
  public double[] perRow(INDArray x, INDArray w, INDArray b, Precision precision) {
    double[] losses = new double[labels.length];
    chunked(
        x,
        w,
        b,
        precision,
        (from, chunk, p, meanLogits) -> {
          for (int i = 0; i < chunk.size(0); i++) {
            losses[from + i] = rowLoss(p, from, i, meanLogits);
          }
        });
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
    if (Engine.usesOneDnn(x.dataType())) {
      return new CrossEntropyGradient(this, classes, smoothing, scale, precision)
          .compute(x, w, b, dW, dB, dX);
    }
    double[] sum = new double[1];
    chunked(
        x,
        w,
        b,
        precision,
        (from, chunk, p, meanLogits) -> {
          for (int i = 0; i < chunk.size(0); i++) {
            sum[0] += rowLoss(p, from, i, meanLogits);
          }
          toGradient(p, from, (int) chunk.size(0), scale);
          gradients(from, chunk, p.array, w, dW, dB, dX);
        });
    return sum[0];
  }

  private void toGradient(Probabilities p, int from, int rows, double scale) {
    if (smoothing > 0) {
      p.array.subi(smoothing / classes);
    }
    for (int i = 0; i < rows; i++) {
      float weight = weight(from + i);
      if (weight == 0) {
        p.zeroRow(i);
      } else {
        int y = labels[from + i];
        p.put(i, y, p.get(i, y) - (1 - smoothing));
        if (weight != 1) {
          p.scaleRow(i, weight);
        }
      }
    }
    if (scale != 1) {
      p.array.muli(scale);
    }
  }

  private static void gradients(
      int from, INDArray x, INDArray d, INDArray w, INDArray dW, INDArray dB, INDArray dX) {
    long n = x.size(0);
    boolean first = from == 0;
    INDArray dXChunk = dX.get(NDArrayIndex.interval(from, from + n), NDArrayIndex.all());
    dXChunk.assign(d.mmul(w.transpose()));
    INDArray gradient = x.transpose().mmul(d);
    accumulate(dW, gradient, first);
    if (dB != null) {
      INDArray ones = Nd4j.ones(x.dataType(), 1, n);
      accumulate(dB, ones.mmul(d).reshape(dB.shape()), first);
    }
  }

  private static void accumulate(INDArray target, INDArray part, boolean first) {
    if (first) {
      target.assign(part);
    } else {
      target.addi(part);
    }
  }

  private double rowLoss(Probabilities p, int from, int i, double[] meanLogits) {
    float weight = weight(from + i);
    if (weight == 0) {
      return 0;
    }
    double logP = p.log(i, labels[from + i]);
    if (smoothing == 0) {
      return -weight * logP;
    }
    // Σ_v log p_v / V = mean logit − logsumexp, and logsumexp = logit_y − log p_y.
    double meanLogP = meanLogits[2 * i] - (meanLogits[2 * i + 1] - logP);
    return -weight * ((1 - smoothing) * logP + smoothing * meanLogP);
  }

  private interface Chunk {
    void accept(int from, INDArray x, Probabilities p, double[] meanLogits);
  }

  private void chunked(INDArray x, INDArray w, INDArray b, Precision precision, Chunk work) {
    int rows = (int) Math.max(1, Math.min(x.size(0), CHUNK_FLOATS / classes));
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      for (int from = 0; from < x.size(0); from += rows) {
        long to = Math.min(from + rows, x.size(0));
        INDArray chunk = x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
        INDArray p = Nd4j.createUninitialized(x.dataType(), new long[] {to - from, classes}, 'c');
        double[] meanLogits = null;
        if (smoothing > 0) {
          logits(chunk, w, b, precision, p);
          meanLogits = meanLogits(p, from);
          softmax(p);
        } else {
          probabilities(chunk, w, b, precision, p);
        }
        work.accept(from, chunk, new Probabilities(p), meanLogits);
        p.close();
      }
    }
  }

  /** For each row the mean logit and the label's logit. */
  private double[] meanLogits(INDArray logits, int from) {
    double[] means = logits.mean(1).data().asDouble();
    double[] result = new double[2 * means.length];
    Probabilities view = new Probabilities(logits);
    for (int i = 0; i < means.length; i++) {
      result[2 * i] = means[i];
      result[2 * i + 1] = view.get(i, Math.max(labels[from + i], 0));
    }
    return result;
  }

  /** softmax(x·W + b) into p [N, V]. */
  static void probabilities(INDArray x, INDArray w, INDArray b, Precision precision, INDArray p) {
    logits(x, w, b, precision, p);
    softmax(p);
  }

  private static void logits(
      INDArray x, INDArray w, INDArray b, Precision precision, INDArray out) {
    if (Engine.usesOneDnn(x.dataType())) {
      Product product = Product.of(x.size(0), out.size(1), x.size(1)).transposeB().in(precision);
      ParallelProducts.multiply(
          b == null ? product : product.withBias(),
          NativeArrays.of(x),
          NativeArrays.of(w),
          b == null ? null : NativeArrays.of(b),
          NativeArrays.of(out));
      return;
    }
    out.assign(x.mmul(w));
    if (b != null) {
      out.addiRowVector(b.reshape(1, b.length()));
    }
  }

  static void softmax(INDArray p) {
    if (Engine.usesOneDnn(p.dataType())) {
      ParallelProducts.softmax(p.size(0), p.size(1), NativeArrays.of(p));
    } else {
      p.assign(Transforms.softmax(p, true));
    }
  }

  /** Element access to a [rows, V] matrix; on a direct buffer for float32. */
  private static final class Probabilities {
    final INDArray array;
    private final int columns;
    private final Floats floats;

    Probabilities(INDArray array) {
      this.array = array;
      this.columns = (int) array.size(1);
      this.floats = array.dataType() == DataType.FLOAT ? NativeArrays.of(array) : null;
    }

    double get(int row, int column) {
      return floats != null
          ? floats.get((long) row * columns + column)
          : array.getDouble(row, column);
    }

    void put(int row, int column, double value) {
      if (floats != null) {
        floats.put((long) row * columns + column, (float) value);
      } else {
        array.putScalar(row, column, value);
      }
    }

    /** log p, at least the logarithm of the smallest normal float: about −87.3. */
    double log(int row, int column) {
      double p = get(row, column);
      return Math.log(p < Float.MIN_NORMAL ? Float.MIN_NORMAL : p);
    }

    void zeroRow(int row) {
      array.getRow(row).assign(0);
    }

    void scaleRow(int row, float factor) {
      array.getRow(row).muli(factor);
    }
  }
}
