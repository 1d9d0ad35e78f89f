package io.github.recurrent4j.training;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The states that a network's recurrent layers carry from one minibatch to the next. */
public final class RecurrentStates {
  private RecurrentStates() {}

  private static Layer[] layers(Model network) {
    return network instanceof MultiLayerNetwork n
        ? n.getLayers()
        : ((ComputationGraph) network).getLayers();
  }

  /** Copies of all states, by layer index and name. */
  public static Map<String, INDArray> copy(Model network) {
    Map<String, INDArray> states = new LinkedHashMap<>();
    Layer[] layers = layers(network);
    for (int i = 0; i < layers.length; i++) {
      if (layers[i] instanceof RecurrentLayer layer) {
        for (Map.Entry<String, INDArray> e : layer.rnnGetTBPTTState().entrySet()) {
          states.put(i + "." + e.getKey(), e.getValue().dup());
        }
      }
    }
    return states;
  }

  /** Sets what {@link #copy} gave. */
  public static void set(Model network, Map<String, INDArray> states) {
    Layer[] layers = layers(network);
    List<Map<String, INDArray>> each = new ArrayList<>();
    for (int i = 0; i < layers.length; i++) {
      each.add(new HashMap<>());
    }
    states.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          each.get(Integer.parseInt(name.substring(0, dot))).put(name.substring(dot + 1), value);
        });
    for (int i = 0; i < layers.length; i++) {
      if (layers[i] instanceof RecurrentLayer layer) {
        layer.rnnSetTBPTTState(each.get(i));
      }
    }
  }

  /**
   * Checks that a state of {@link #copy} can be set.
   *
   * @throws BadInputException if there is no such layer, or it has another size
   */
  static void check(Model network, String name, INDArray value) {
    Layer[] layers = layers(network);
    for (int i = 0; i < layers.length; i++) {
      if (name.startsWith(i + ".") && layers[i] instanceof RecurrentLayer) {
        boolean fits =
            layers[i].conf().getLayer() instanceof FeedForwardLayer sizes
                ? value.rank() == 2 && value.size(1) == sizes.getNOut()
                : value.rank() == 3;
        if (fits) {
          return;
        }
      }
    }
    throw new BadInputException(
        "the checkpoint has a state that no layer has: use the options it was started with");
  }
}
