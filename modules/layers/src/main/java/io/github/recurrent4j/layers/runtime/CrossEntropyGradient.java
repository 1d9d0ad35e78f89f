package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Arena;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.OutputProducts;
import io.github.recurrent4j.kernels.ParallelProducts;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.Workers;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loss and gradients of a {@link SparseCrossEntropy} on native memory. What takes time is not
 * arithmetic but memory: between the product that makes the logits and those that use their
 * gradient, each row is looked at once, while it is in the cache.
 */
final class CrossEntropyGradient {
  /** Floats of the rows that one part looks at: about what a core's cache holds. */
  private static final int PART_FLOATS = 1 << 17;

  /** Classes from which on bf16 goes block by block, see {@link OutputProducts}. */
  private static final int MANY_CLASSES = 1024;

  private final SparseCrossEntropy loss;
  private final int classes;
  private final double smoothing;
  private final double scale;
  private final Precision precision;

  CrossEntropyGradient(
      SparseCrossEntropy loss, int classes, double smoothing, double scale, Precision precision) {
    this.loss = loss;
    this.classes = classes;
    this.smoothing = smoothing;
    this.scale = scale;
    this.precision = precision;
  }

  /** See {@link RowLoss#backward}. */
  double compute(INDArray x, INDArray w, INDArray b, INDArray dW, INDArray dB, INDArray dX) {
    int n = (int) x.size(0);
    long hidden = x.size(1);
    Floats inputs = NativeArrays.of(x);
    Floats weights = NativeArrays.of(w);
    Floats bias = b == null ? null : NativeArrays.of(b);
    Floats inputGradient = NativeArrays.of(dX);
    Floats weightGradient = NativeArrays.of(dW);
    float[] biasGradient = new float[classes];
    double sum = 0;
    boolean byBlocks = precision.isBf16() && classes >= MANY_CLASSES;
    // What is kept of a chunk is in bf16 then: of as many bytes, twice as many rows.
    long floats = SparseCrossEntropy.CHUNK_FLOATS * (byBlocks ? 2 : 1);
    int most = (int) Math.max(1, Math.min(n, floats / classes));
    for (int from = 0; from < n; from += most) {
      int rows = Math.min(most, n - from);
      if (byBlocks) {
        OutputProducts products =
            new OutputProducts(
                rows, hidden, classes, inputs.slice(from * hidden, rows * hidden), weights, bias);
        sum +=
            inBlocks(
                products,
                from,
                rows,
                biasGradient,
                inputGradient.slice(from * hidden, rows * hidden),
                weightGradient);
        continue;
      }
      try (Scope scope = Arena.shared().scope()) {
        Floats d = scope.floats((long) rows * classes);
        Floats chunk = inputs.slice(from * hidden, rows * hidden);
        // W [H, V] in Fortran order is [V, H] row by row.
        Product logits = Product.of(rows, classes, hidden).transposeB().in(precision);
        ParallelProducts.multiply(
            bias == null ? logits : logits.withBias(), chunk, weights, bias, d);
        sum += toGradient(from, rows, d, biasGradient);
        ParallelProducts.multiply(
            Product.of(rows, hidden, classes).in(precision),
            d,
            weights,
            null,
            inputGradient.slice(from * hidden, rows * hidden));
        Product gradient = Product.of(classes, hidden, rows).transposeA().in(precision);
        ParallelProducts.multiply(
            from == 0 ? gradient : gradient.accumulating(), d, chunk, null, weightGradient);
      }
    }
    if (dB != null) {
      NativeArrays.of(dB).put(0, biasGradient);
    }
    return sum;
  }

  private double inBlocks(
      OutputProducts products,
      int from,
      int rows,
      float[] biasGradient,
      Floats inputGradient,
      Floats weightGradient) {
    // A block's loss stands where the block begins: summed in order, whoever was first.
    double[] losses = new double[rows];
    float[][] sums = new float[products.parts()][classes];
    products.compute(
        (first, count, logits, k) -> losses[first] = part(from + first, count, logits, sums[k]),
        inputGradient,
        weightGradient,
        from > 0);
    addTo(biasGradient, sums);
    return Arrays.stream(losses).sum();
  }

  private void addTo(float[] biasGradient, float[][] sums) {
    for (float[] s : sums) {
      for (int v = 0; v < classes; v++) {
        biasGradient[v] += s[v];
      }
    }
  }

  /** Turns logits into gradients, adds their sum over the rows to that of the bias. */
  private double toGradient(int from, int rows, Floats d, float[] biasGradient) {
    int rowsOfAPart = Math.max(1, PART_FLOATS / classes);
    int parts = (rows + rowsOfAPart - 1) / rowsOfAPart;
    double[] losses = new double[parts];
    // Sums of a few parts, then of those: always in the same order, whoever was first.
    float[][] sums = new float[Math.min(parts, 2 * Workers.count())][classes];
    Workers.run(
        sums.length,
        k -> {
          for (int part = parts * k / sums.length; part < parts * (k + 1) / sums.length; part++) {
            int first = part * rowsOfAPart;
            int count = Math.min(rowsOfAPart, rows - first);
            Floats mine = d.slice((long) first * classes, (long) count * classes);
            losses[part] = part(from + first, count, mine, sums[k]);
          }
        });
    double total = 0;
    for (double l : losses) {
      total += l;
    }
    addTo(biasGradient, sums);
    return total;
  }

  private double part(int from, int rows, Floats d, float[] sums) {
    float[] row = new float[classes];
    double[] meanLogit = new double[rows];
    double[] labelLogit = new double[rows];
    for (int i = 0; smoothing > 0 && i < rows; i++) {
      d.get((long) i * classes, row);
      meanLogit[i] = sum(row) / classes;
      labelLogit[i] = row[Math.max(loss.label(from + i), 0)];
    }
    ParallelProducts.softmaxHere(rows, classes, d);
    double total = 0;
    float share = (float) (smoothing / classes);
    for (int i = 0; i < rows; i++) {
      Floats place = d.slice((long) i * classes, classes);
      float weight = loss.weight(from + i);
      if (weight == 0) {
        place.fill(0);
        continue;
      }
      place.get(0, row);
      int label = loss.label(from + i);
      double logP = Math.log(Math.max(row[label], Float.MIN_NORMAL));
      // Σ_v log p_v / V = mean logit − logsumexp, and logsumexp = logit_y − log p_y.
      double meanLogP = smoothing == 0 ? 0 : meanLogit[i] - (labelLogit[i] - logP);
      total -= weight * ((1 - smoothing) * logP + smoothing * meanLogP);
      row[label] -= (float) (1 - smoothing);
      float factor = (float) (weight * scale);
      for (int v = 0; v < classes; v++) {
        float g = factor * (row[v] - share);
        row[v] = g;
        sums[v] += g;
      }
      place.put(0, row);
    }
    return total;
  }

  private static double sum(float[] values) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    for (; i < values.length; i++) {
      s0 += values[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
