package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.SequenceReverse;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reverses sequences [B, C, T] in time, each within its own length where a mask pads its end.
 * Around a recurrent layer it makes the backward half of a bidirectional one.
 */
public final class SequenceReverseVertex extends SequenceVertex {

  @Override
  public GraphVertex clone() {
    return new SequenceReverseVertex();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SequenceReverseVertex;
  }

  @Override
  public int hashCode() {
    return SequenceReverseVertex.class.hashCode();
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new SequenceReverse(graph, name, index, type);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return inputs[0];
  }
}
