package io.github.recurrent4j.layers;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** A vertex without parameters that reads one sequence, unless it says that it reads more. */
abstract class SequenceVertex extends GraphVertex {

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return MemoryReports.of(getClass(), inputs[0], getOutputType(-1, inputs));
  }
}
