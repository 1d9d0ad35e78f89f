package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.ExampleRepeat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Repeats the examples of a minibatch: sequences [B, C, T] become [times·B, C, T], first all
 * examples once, then all again, and so on. What is worked out once for an example can so be read
 * with several targets of it, of which a graph's first input then must have times·B, since DL4J
 * takes the size of a minibatch from there.
 */
public final class ExampleRepeatVertex extends SequenceVertex {
  private final int times;

  /**
   * Creates the vertex.
   *
   * @param times how often each example is there afterwards
   */
  public ExampleRepeatVertex(@JsonProperty("times") int times) {
    if (times < 1) {
      throw new IllegalArgumentException("examples are repeated once at least, not " + times);
    }
    this.times = times;
  }

  /** How often each example is there afterwards. */
  public int getTimes() {
    return times;
  }

  @Override
  public GraphVertex clone() {
    return new ExampleRepeatVertex(times);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ExampleRepeatVertex other && other.times == times;
  }

  @Override
  public int hashCode() {
    return times;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new ExampleRepeat(graph, name, index, times, type);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return inputs[0];
  }
}
