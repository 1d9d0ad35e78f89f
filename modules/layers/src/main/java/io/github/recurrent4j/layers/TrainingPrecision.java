package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.runtime.ComputesInPrecision;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The precision of a network's passes: those of training and those that validate it meanwhile. In
 * {@link Precision#BF16} inputs, states and weights of recurrent layers and the factors of large
 * products are rounded; sums, parameters, gradients and cell states stay float32. It belongs to the
 * running network, not to its configuration: a copy or a network read from a file begins with the
 * process's default, and so do layers inside DL4J's own {@code Bidirectional}, which shows them to
 * nobody.
 */
public final class TrainingPrecision {
  private TrainingPrecision() {}

  /**
   * Sets the precision of all layers of this project in a network from now on.
   *
   * @throws IllegalArgumentException for a model that is neither a MultiLayerNetwork nor a
   *     ComputationGraph
   */
  public static void apply(Model network, Precision precision) {
    for (Layer layer : layers(network)) {
      apply(layer, precision);
    }
  }

  private static Layer[] layers(Model network) {
    if (network instanceof MultiLayerNetwork n) {
      return n.getLayers();
    }
    if (network instanceof ComputationGraph g) {
      return g.getLayers();
    }
    throw new IllegalArgumentException(
        "a MultiLayerNetwork or a ComputationGraph has a training precision, not a "
            + network.getClass().getName());
  }

  private static void apply(Layer layer, Precision precision) {
    if (layer instanceof ComputesInPrecision one) {
      one.computeIn(precision);
    } else if (layer instanceof BaseWrapperLayer wrapper) {
      apply(wrapper.getUnderlying(), precision);
    }
  }
}
