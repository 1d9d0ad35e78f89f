package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.SequenceAdd;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sum of sequences of one shape, [B, C, T], and of each value at least 0: where a residual
 * block ends (He et al., 2016). In the time-major order of the fused layers.
 */
public final class SequenceAddVertex extends SequenceVertex {

  @Override
  public GraphVertex clone() {
    return new SequenceAddVertex();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SequenceAddVertex;
  }

  @Override
  public int hashCode() {
    return SequenceAddVertex.class.hashCode();
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new SequenceAdd(graph, name, index, type);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return inputs[0];
  }
}
