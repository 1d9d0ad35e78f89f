package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.kernel.Addresses;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clips gradients by their norm over all parameters of a network together (Pascanu et al., 2013,
 * "On the difficulty of training recurrent neural networks"):
 *
 * <pre>if ‖∇L‖ &gt; v_max:  ∇L ← ∇L / ‖∇L‖ · v_max</pre>
 *
 * <p>DL4J's own {@code GradientNormalization} works per layer or per parameter. DL4J sums gradients
 * over the minibatch and divides them later, in its updater; the norm here is that of the divided
 * gradient. One call switches it on for any network: {@link #attach}.
 */
public final class GlobalNormClipping extends BaseTrainingListener {
  private static final int PART = 1 << 18;

  private final double maxNorm;
  private volatile double lastNorm = Double.NaN;

  /**
   * Creates the listener.
   *
   * @param maxNorm v_max, above 0; {@link Double#POSITIVE_INFINITY} only measures
   * @throws IllegalArgumentException if it is not above 0
   */
  public GlobalNormClipping(double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("the largest gradient norm must be above 0: " + maxNorm);
    }
    this.maxNorm = maxNorm;
  }

  /** Adds clipping to a network; further listeners stay. */
  public static GlobalNormClipping attach(Model network, double maxNorm) {
    GlobalNormClipping clipping = new GlobalNormClipping(maxNorm);
    network.addListeners(clipping);
    return clipping;
  }

  /** Norm of the last gradient before clipping; NaN before the first. */
  public double lastNorm() {
    return lastNorm;
  }

  @Override
  public void onGradientCalculation(Model model) {
    INDArray gradient;
    boolean divided;
    if (model instanceof MultiLayerNetwork n) {
      gradient = n.getFlattenedGradients();
      divided = n.conf().isMiniBatch();
    } else if (model instanceof ComputationGraph g) {
      gradient = g.getFlattenedGradients();
      divided = g.getConfiguration().getDefaultConfiguration().isMiniBatch();
    } else {
      throw new IllegalStateException(
          "GlobalNormClipping needs a MultiLayerNetwork or a ComputationGraph, not "
              + model.getClass().getName());
    }
    clip(gradient, divided ? model.batchSize() : 1);
  }

  /**
   * Clips a gradient in place.
   *
   * @param gradient sum over the minibatch
   * @param divisor what the gradient will be divided by
   */
  void clip(INDArray gradient, double divisor) {
    double norm = norm(gradient) / divisor;
    lastNorm = norm;
    if (norm > maxNorm) {
      gradient.muli(maxNorm / norm);
    }
  }

  /** Euclidean norm of a contiguous array, summed in double precision. */
  static double norm(INDArray a) {
    long length = a.length();
    int parts = (int) ((length + PART - 1) / PART);
    boolean isDouble = a.dataType() == DataType.DOUBLE;
    double sum =
        IntStream.range(0, parts)
            .parallel()
            .mapToDouble(
                i -> {
                  long from = (long) i * PART;
                  int n = (int) Math.min(PART, length - from);
                  return isDouble ? squaresOfDoubles(a, from, n) : squares(a, from, n);
                })
            .sum();
    return Math.sqrt(sum);
  }

  private static double squares(INDArray a, long from, int n) {
    FloatBuffer f = new FloatPointer(Addresses.of(a, from)).capacity(n).asBuffer();
    double s0 = 0;
    double s1 = 0;
    int i = 0;
    for (; i + 1 < n; i += 2) {
      double x = f.get(i);
      double y = f.get(i + 1);
      s0 += x * x;
      s1 += y * y;
    }
    if (i < n) {
      double x = f.get(i);
      s0 += x * x;
    }
    return s0 + s1;
  }

  private static double squaresOfDoubles(INDArray a, long from, int n) {
    DoubleBuffer d = new DoublePointer(Addresses.of(a, from)).capacity(n).asBuffer();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += d.get(i) * d.get(i);
    }
    return sum;
  }
}
