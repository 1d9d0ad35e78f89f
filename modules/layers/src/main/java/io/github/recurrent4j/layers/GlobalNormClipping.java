package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.SumOfSquares;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Clips gradients by their norm over all parameters of a network together (Pascanu et al., 2013,
 * "On the difficulty of training recurrent neural networks"):
 *
 * <pre>if ‖∇L‖ &gt; v_max:  ∇L ← ∇L / ‖∇L‖ · v_max</pre>
 *
 * <p>DL4J's own {@code GradientNormalization} works per layer or per parameter. DL4J sums gradients
 * over the minibatch and divides them later, in its updater; the norm here is that of the divided
 * gradient. One call switches it on for any network: {@link #attach}. That makes it part of the
 * network's configuration, so that it lasts through {@code clone}, ModelSerializer,
 * TransferLearning and {@code setListeners} (see {@link GlobalNormLimit}); a FineTuneConfiguration
 * that sets a regularization of its own both for weights and for biases replaces it: attach again
 * after that.
 *
 * <p>An object of this class is a listener that does the same for as long as it is a network's
 * listener, and no longer; for loops that own their network.
 */
public final class GlobalNormClipping extends BaseTrainingListener {
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

  /**
   * Makes clipping part of a network, for good; a clipping attached earlier is replaced, and
   * listeners stay.
   *
   * @param network a MultiLayerNetwork or ComputationGraph, initialized
   * @param maxNorm v_max, above 0; {@link Double#POSITIVE_INFINITY} takes clipping away and only
   *     measures
   * @return knows the norm of the network's last gradient
   * @throws IllegalArgumentException if maxNorm is not above 0, or if the network's first trainable
   *     layer is of a kind that DL4J never regularizes, so that nothing could clip its gradient
   */
  public static GlobalNormClipping attach(Model network, double maxNorm) {
    GlobalNormClipping clipping = new GlobalNormClipping(maxNorm);
    List<TrainingListener> listeners;
    Layer[] layers;
    if (network instanceof MultiLayerNetwork n) {
      layers = n.getLayers();
      listeners = new ArrayList<>(n.getListeners());
      n.getLayerWiseConfigurations()
          .getConfs()
          .forEach(c -> GlobalNormLimit.set(c.getLayer(), clipping, maxNorm));
    } else if (network instanceof ComputationGraph g) {
      layers = g.getLayers();
      listeners = new ArrayList<>(g.getListeners());
      g.getConfiguration().getVertices().values().stream()
          .filter(LayerVertex.class::isInstance)
          .map(v -> ((LayerVertex) v).getLayerConf().getLayer())
          .forEach(c -> GlobalNormLimit.set(c, clipping, maxNorm));
    } else {
      throw unknown(network);
    }
    for (Layer layer : layers) {
      // Layers inside wrappers run on a copy of their configuration.
      GlobalNormLimit.set(layer.conf().getLayer(), clipping, maxNorm);
    }
    if (Double.isFinite(maxNorm)) {
      checkFirst(layers);
    }
    listeners.removeIf(GlobalNormClipping.class::isInstance);
    listeners.add(clipping);
    network.setListeners(listeners.toArray(new TrainingListener[0]));
    return clipping;
  }

  /** The first gradient that is updated has to be clipped before it is. */
  private static void checkFirst(Layer[] layers) {
    for (Layer layer : layers) {
      boolean frozen = layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
      if (frozen || layer.numParams() == 0) {
        continue;
      }
      String first = layer.paramTable().keySet().iterator().next();
      List<Regularization> list = layer.getConfig().getRegularizationByParam(first);
      if (list == null || list.stream().noneMatch(GlobalNormLimit.class::isInstance)) {
        throw new IllegalArgumentException(
            "clipping by the global norm cannot begin at layer "
                + layer.conf().getLayer().getLayerName()
                + ", whose "
                + first
                + " DL4J never regularizes: put a layer with weights before it");
      }
      return;
    }
  }

  private static IllegalStateException unknown(Model model) {
    return new IllegalStateException(
        "GlobalNormClipping needs a MultiLayerNetwork or a ComputationGraph, not "
            + model.getClass().getName());
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
      throw unknown(model);
    }
    clip(gradient, divided ? model.batchSize() : 1);
    GlobalNormLimit.clipped(gradient);
  }

  /**
   * Clips a gradient in place.
   *
   * @param gradient sum over the minibatch
   * @param divisor what the gradient will be divided by
   */
  void clip(INDArray gradient, double divisor) {
    double factor = factor(gradient, divisor);
    if (factor < 1) {
      gradient.muli(factor);
    }
  }

  /**
   * What clipping multiplies a gradient by, at most 1.
   *
   * @param gradient sum over the minibatch
   * @param divisor what the gradient will be divided by
   */
  double factor(INDArray gradient, double divisor) {
    double norm = norm(gradient) / divisor;
    lastNorm = norm;
    return norm > maxNorm ? maxNorm / norm : 1;
  }

  /** Euclidean norm of a contiguous array, summed in double precision. */
  static double norm(INDArray a) {
    if (a.dataType() != DataType.FLOAT) {
      return a.norm2Number().doubleValue();
    }
    return Math.sqrt(SumOfSquares.of(NativeArrays.of(a)));
  }
}
