package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Workers;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The updates of {@link AdamUpdater} on contiguous float32, in parts that stay in the cache.
 *
 * <p>What is far below 1e-30 becomes 0: the first moment of a word that has not been met for 800
 * steps is a subnormal number, with which processors compute up to fourteen times as long, and
 * DL4J's stays one for ever.
 */
public final class FusedAdamUpdater extends AdamUpdater {
  private static final int PART = 1 << 10;
  private static final int PARTS_AT_ONCE = 64;

  /** Added and taken away again, it swallows what is far smaller and leaves the rest as it is. */
  private static final float TINY = 1e-30f;

  /** Gradients count as at least this in the second moment, far below any epsilon. */
  private static final float SMALLEST = 1e-16f;

  /** The updater of a configuration. */
  public FusedAdamUpdater(Adam config) {
    super(config);
  }

  /**
   * What a gradient goes through on its way to an update.
   *
   * @param factor what it is multiplied by first, 1 if it is not clipped
   * @param divisor what it is divided by then: the size of the minibatch
   * @param decay the part of each parameter that is taken away beside Adam's update
   */
  public record Scale(float factor, float divisor, float decay) {}

  /** One step of Adam. */
  private record Step(float rate, float beta1, float beta2, float epsilon) {
    static Step of(Adam adam, int iteration, int epoch) {
      double step = iteration + 1.0;
      return new Step(
          (float)
              (adam.getLearningRate(iteration, epoch)
                  * Math.sqrt(1 - Math.pow(adam.getBeta2(), step))
                  / (1 - Math.pow(adam.getBeta1(), step))),
          (float) adam.getBeta1(),
          (float) adam.getBeta2(),
          (float) adam.getEpsilon());
    }
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (!fast(gradient) || !isContiguous()) {
      super.applyUpdater(gradient, iteration, epoch);
      return;
    }
    Step step = Step.of(getConfig(), iteration, epoch);
    Floats g = NativeArrays.of(gradient);
    Floats m = NativeArrays.of(getM());
    Floats v = NativeArrays.of(getV());
    each(
        gradient.length(),
        3,
        (from, n, work) -> {
          g.get(from, work[0], 0, n);
          m.get(from, work[1], 0, n);
          v.get(from, work[2], 0, n);
          updates(work[0], work[1], work[2], n, step);
          g.put(from, work[0], 0, n);
          m.put(from, work[1], 0, n);
          v.put(from, work[2], 0, n);
        });
  }

  /**
   * Updates some of the parameters themselves, and leaves their gradient as it is.
   *
   * @param parameters a range of the parameters
   * @param gradients of the same length
   * @param at where the range begins in the updater's state
   * @throws IllegalArgumentException if the range does not lie in the state
   */
  public void update(
      Floats parameters, Floats gradients, long at, Scale scale, int iteration, int epoch) {
    Step step = Step.of(getConfig(), iteration, epoch);
    long length = parameters.length();
    if (gradients.length() != length || at < 0 || at + length > getM().length()) {
      throw new IllegalArgumentException(
          length + " parameters from " + at + " of " + getM().length() + " on");
    }
    Floats m = NativeArrays.of(getM()).slice(at, length);
    Floats v = NativeArrays.of(getV()).slice(at, length);
    each(
        length,
        4,
        (from, n, work) -> {
          gradients.get(from, work[0], 0, n);
          m.get(from, work[1], 0, n);
          v.get(from, work[2], 0, n);
          parameters.get(from, work[3], 0, n);
          divide(work[0], n, scale);
          updates(work[0], work[1], work[2], n, step);
          subtract(work[3], work[0], n, scale.decay);
          m.put(from, work[1], 0, n);
          v.put(from, work[2], 0, n);
          parameters.put(from, work[3], 0, n);
        });
  }

  /** Whether its state is float32 in one piece, as all but a user's own is. */
  public boolean isContiguous() {
    return fast(getM()) && fast(getV());
  }

  private static boolean fast(INDArray a) {
    return a.dataType() == DataType.FLOAT && a.elementWiseStride() == 1;
  }

  /** What is done with {@code n} floats from {@code from} on, with arrays to work in. */
  private interface Part {
    void run(long from, int n, float[][] work);
  }

  private static void each(long length, int arrays, Part part) {
    long share = (long) PART * PARTS_AT_ONCE;
    Workers.run(
        (int) ((length + share - 1) / share),
        i -> {
          float[][] work = new float[arrays][PART];
          long end = Math.min(length, (i + 1) * share);
          for (long from = i * share; from < end; from += PART) {
            part.run(from, (int) Math.min(PART, end - from), work);
          }
        });
  }

  // Plain loops over arrays, which the compiler turns into vector instructions.

  private static void divide(float[] g, int n, Scale scale) {
    float factor = scale.factor;
    float divisor = scale.divisor;
    for (int i = 0; i < n; i++) {
      g[i] = g[i] * factor / divisor;
    }
  }

  private static void updates(float[] g, float[] m, float[] v, int n, Step step) {
    float rate = step.rate;
    float beta1 = step.beta1;
    float beta2 = step.beta2;
    float epsilon = step.epsilon;
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = 0; i < n; i++) {
      float gi = g[i];
      float mi = beta1 * m[i] + rest1 * gi + TINY - TINY;
      float size = Math.max(Math.abs(gi), SMALLEST);
      float vi = beta2 * v[i] + rest2 * size * size + TINY - TINY;
      m[i] = mi;
      v[i] = vi;
      g[i] = rate * mi / ((float) Math.sqrt(vi) + epsilon);
    }
  }

  private static void subtract(float[] p, float[] updates, int n, float decay) {
    if (decay == 0) {
      for (int i = 0; i < n; i++) {
        p[i] -= updates[i];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      p[i] -= updates[i] + decay * p[i];
    }
  }
}
