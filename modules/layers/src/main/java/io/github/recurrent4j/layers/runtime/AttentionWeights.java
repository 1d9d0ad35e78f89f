package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.ParallelProducts;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The softmax over the memory's steps, and its gradient. Scores are [B, T, S], contiguous. */
public final class AttentionWeights {
  private static final double NEVER = -1e9;

  private AttentionWeights() {}

  /**
   * Turns scores into weights, in place.
   *
   * @param scores [B, T, S]
   * @param lengths steps of the memory that count, per example; null for all
   */
  public static void softmax(INDArray scores, int[] lengths) {
    long queries = scores.size(1);
    long steps = scores.size(2);
    INDArray rows = Sequences.rows(scores);
    if (lengths != null) {
      for (int b = 0; b < lengths.length; b++) {
        if (lengths[b] < steps) {
          rows.get(
                  NDArrayIndex.interval(b * queries, (b + 1) * queries),
                  NDArrayIndex.interval(lengths[b], steps))
              .assign(NEVER);
        }
      }
    }
    if (Engine.usesOneDnn(scores.dataType())) {
      ParallelProducts.softmax(rows.size(0), steps, NativeArrays.of(rows));
    } else {
      rows.assign(Transforms.softmax(rows, true));
    }
  }

  /**
   * Turns the gradient with respect to the weights into that with respect to the scores, in place:
   * dS = P ∘ (dP − Σ P ∘ dP).
   */
  static void backward(INDArray weights, INDArray gradient) {
    INDArray p = Sequences.rows(weights);
    INDArray d = Sequences.rows(gradient);
    if (Engine.usesOneDnn(d.dataType())) {
      Floats pf = NativeArrays.of(p);
      Floats df = NativeArrays.of(d);
      float[] pRow = new float[(int) p.size(1)];
      float[] dRow = new float[pRow.length];
      for (long at = 0; at < p.length(); at += pRow.length) {
        pf.get(at, pRow);
        df.get(at, dRow);
        double sum = 0;
        for (int i = 0; i < pRow.length; i++) {
          sum += pRow[i] * dRow[i];
        }
        for (int i = 0; i < pRow.length; i++) {
          dRow[i] = (float) (pRow[i] * (dRow[i] - sum));
        }
        df.put(at, dRow);
      }
      return;
    }
    d.subiColumnVector(p.mul(d).sum(true, 1)).muli(p);
  }
}
