package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.kernel.Addresses;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeMath;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
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
      NativeMath.softmax(rows.size(0), steps, Addresses.of(rows));
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
      int columns = (int) p.size(1);
      FloatBuffer pf = floats(p);
      FloatBuffer df = floats(d);
      for (int at = 0; at < p.length(); at += columns) {
        double sum = 0;
        for (int i = at; i < at + columns; i++) {
          sum += pf.get(i) * df.get(i);
        }
        for (int i = at; i < at + columns; i++) {
          df.put(i, (float) (pf.get(i) * (df.get(i) - sum)));
        }
      }
      return;
    }
    d.subiColumnVector(p.mul(d).sum(true, 1)).muli(p);
  }

  private static FloatBuffer floats(INDArray array) {
    return new FloatPointer(Addresses.of(array)).capacity(array.length()).asBuffer();
  }
}
