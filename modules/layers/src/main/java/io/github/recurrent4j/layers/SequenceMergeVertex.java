package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.SequenceMerge;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts sequences [B, C_i, T] side by side along their features: [B, ΣC_i, T]. What DL4J's
 * MergeVertex does, but in the time-major order of the fused layers, so that nothing is copied
 * twice.
 */
public final class SequenceMergeVertex extends SequenceVertex {

  @Override
  public GraphVertex clone() {
    return new SequenceMergeVertex();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SequenceMergeVertex;
  }

  @Override
  public int hashCode() {
    return SequenceMergeVertex.class.hashCode();
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new SequenceMerge(graph, name, index, type);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeRecurrent first = (InputType.InputTypeRecurrent) inputs[0];
    long size = 0;
    for (InputType input : inputs) {
      size += ((InputType.InputTypeRecurrent) input).getSize();
    }
    return InputType.recurrent(size, first.getTimeSeriesLength());
  }
}
