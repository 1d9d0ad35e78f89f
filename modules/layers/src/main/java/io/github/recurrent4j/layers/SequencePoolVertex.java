package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.SequencePool;
import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The largest value or the mean of each feature over the steps of a sequence [B, C, T], as [B, C]:
 * what DL4J's {@code GlobalPoolingLayer} computes, in whole rows of time-major memory, forward and
 * back. Of a sequence without any step that counts the result is 0.
 */
public final class SequencePoolVertex extends SequenceVertex {
  private final Kind pooling;
  private final String maskOf;

  /** What becomes of a feature's values. */
  public enum Kind {
    /** The largest; the gradient goes to the first step that has it. */
    MAX,
    /** The mean. */
    MEAN
  }

  /**
   * Creates the vertex.
   *
   * @param maskOf name of the graph's input whose mask [B, T] tells which steps count; null, or
   *     where it has none: all do
   */
  public SequencePoolVertex(
      @JsonProperty("pooling") Kind pooling, @JsonProperty("maskOf") String maskOf) {
    this.pooling = pooling;
    this.maskOf = maskOf;
  }

  /** What becomes of a feature's values. */
  public Kind getPooling() {
    return pooling;
  }

  /** Name of the input whose mask tells which steps count, or null. */
  public String getMaskOf() {
    return maskOf;
  }

  @Override
  public GraphVertex clone() {
    return new SequencePoolVertex(pooling, maskOf);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SequencePoolVertex other
        && other.pooling == pooling
        && Objects.equals(other.maskOf, maskOf);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pooling, maskOf);
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new SequencePool(graph, name, index, pooling, maskOf, type);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputType.feedForward(((InputType.InputTypeRecurrent) inputs[0]).getSize());
  }
}
