package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.LastStep;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The last step of each sequence [B, C, T] that an input's mask counts, as [B, C]: what DL4J's
 * {@code LastTimeStepVertex} computes, in whole rows of time-major memory and not example by
 * example through views.
 */
public final class LastStepVertex extends SequenceVertex {
  private final String maskOf;

  /**
   * Creates the vertex.
   *
   * @param maskOf name of the graph's input whose mask [B, T] tells the lengths; where it has none
   *     the last step is taken of every sequence
   */
  public LastStepVertex(@JsonProperty("maskOf") String maskOf) {
    this.maskOf = maskOf;
  }

  /** Name of the input whose mask tells the lengths. */
  public String getMaskOf() {
    return maskOf;
  }

  @Override
  public GraphVertex clone() {
    return new LastStepVertex(maskOf);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof LastStepVertex other && other.maskOf.equals(maskOf);
  }

  @Override
  public int hashCode() {
    return maskOf.hashCode();
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new LastStep(graph, name, index, maskOf, type);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputType.feedForward(((InputType.InputTypeRecurrent) inputs[0]).getSize());
  }
}
