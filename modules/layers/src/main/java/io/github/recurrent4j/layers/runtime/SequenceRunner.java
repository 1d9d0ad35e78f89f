package io.github.recurrent4j.layers.runtime;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a vertex without parameters and layer over sequences. */
@SuppressWarnings("overrides") // DL4J declares setInputs once with and once without varargs.
abstract class SequenceRunner extends BaseGraphVertex {
  /** Measures what comes in; named for messages. */
  final transient Border border = new Border(this::toString);

  SequenceRunner(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, null, null, type);
  }

  @Override
  public final void setBackpropGradientsViewArray(INDArray view) {
    // There are no parameters.
  }

  @Override
  public final boolean hasLayer() {
    return false;
  }

  @Override
  public final Layer getLayer() {
    return null;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + vertexName + ")";
  }
}
