package io.github.recurrent4j.layers.runtime;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The masks of a graph's inputs, for vertices that need to know where sequences end. */
final class InputMasks {
  private InputMasks() {}

  /**
   * Number of an input.
   *
   * @param vertex name of the vertex that reads its mask
   * @param input name of the input
   * @throws IllegalArgumentException if there is none
   */
  static int index(ComputationGraph graph, String vertex, String input) {
    int index = graph.getConfiguration().getNetworkInputs().indexOf(input);
    if (index < 0) {
      throw new IllegalArgumentException(
          "vertex "
              + vertex
              + " reads the mask of "
              + input
              + ", which is no input of the network");
    }
    return index;
  }

  /** The mask [B, T] of an input, or null. */
  static INDArray of(ComputationGraph graph, int index) {
    INDArray[] masks = graph.getInputMaskArrays();
    return masks == null ? null : masks[index];
  }
}
