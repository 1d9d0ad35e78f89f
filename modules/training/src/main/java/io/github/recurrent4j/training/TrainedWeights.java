package io.github.recurrent4j.training;

import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights that a network takes over from one that was trained before. */
public final class TrainedWeights {
  private TrainedWeights() {}

  /**
   * Copies all parameters, by their names.
   *
   * @param from a network
   * @param to one of the same layers and sizes
   * @throws IllegalArgumentException if the two have not the same parameters
   */
  public static void copy(Model from, Model to) {
    Map<String, INDArray> targets = to.paramTable();
    Map<String, INDArray> values = from.paramTable();
    if (!targets.keySet().equals(values.keySet())) {
      throw new IllegalArgumentException(
          "parameters " + values.keySet() + " do not fit " + targets.keySet());
    }
    values.forEach((name, value) -> targets.get(name).assign(value));
  }
}
