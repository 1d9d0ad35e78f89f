package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Workers;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** The updates of {@link AdamUpdater} on contiguous float32, in parts that stay in the cache. */
public final class FusedAdamUpdater extends AdamUpdater {
  private static final int PART = 1 << 12;
  private static final int PARTS_AT_ONCE = 16;

  /** The updater of a configuration. */
  public FusedAdamUpdater(Adam config) {
    super(config);
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (!fast(gradient) || !fast(getM()) || !fast(getV())) {
      super.applyUpdater(gradient, iteration, epoch);
      return;
    }
    Adam adam = getConfig();
    double step = iteration + 1.0;
    float rate =
        (float)
            (adam.getLearningRate(iteration, epoch)
                * Math.sqrt(1 - Math.pow(adam.getBeta2(), step))
                / (1 - Math.pow(adam.getBeta1(), step)));
    float beta1 = (float) adam.getBeta1();
    float beta2 = (float) adam.getBeta2();
    float epsilon = (float) adam.getEpsilon();
    long length = gradient.length();
    long at = (long) PART * PARTS_AT_ONCE;
    Floats g = NativeArrays.of(gradient);
    Floats m = NativeArrays.of(getM());
    Floats v = NativeArrays.of(getV());
    Workers.run(
        (int) ((length + at - 1) / at),
        i -> {
          float[][] work = new float[3][PART];
          long end = Math.min(length, (i + 1) * at);
          for (long from = i * at; from < end; from += PART) {
            int n = (int) Math.min(PART, end - from);
            g.get(from, work[0], 0, n);
            m.get(from, work[1], 0, n);
            v.get(from, work[2], 0, n);
            step(work[0], work[1], work[2], n, rate, beta1, beta2, epsilon);
            g.put(from, work[0], 0, n);
            m.put(from, work[1], 0, n);
            v.put(from, work[2], 0, n);
          }
        });
  }

  private static boolean fast(INDArray a) {
    return a.dataType() == DataType.FLOAT && a.elementWiseStride() == 1;
  }

  /** A plain loop over arrays, which the compiler turns into vector instructions. */
  private static void step(
      float[] g, float[] m, float[] v, int n, float rate, float beta1, float beta2, float epsilon) {
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = 0; i < n; i++) {
      float gi = g[i];
      float mi = beta1 * m[i] + rest1 * gi;
      float vi = beta2 * v[i] + rest2 * gi * gi;
      m[i] = mi;
      v[i] = vi;
      g[i] = rate * mi / ((float) Math.sqrt(vi) + epsilon);
    }
  }
}
