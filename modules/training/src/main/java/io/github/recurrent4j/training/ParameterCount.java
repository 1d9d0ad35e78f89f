package io.github.recurrent4j.training;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Counts a network's parameters from its configuration, without making them. */
public final class ParameterCount {
  private ParameterCount() {}

  /** Parameters of a network of layers, which must know their input sizes. */
  public static long of(MultiLayerConfiguration configuration) {
    return configuration.getConfs().stream()
        .mapToLong(c -> c.getLayer().initializer().numParams(c))
        .sum();
  }

  /** Parameters of a graph, whose layers must know their input sizes. */
  public static long of(ComputationGraphConfiguration configuration) {
    return configuration.getVertices().values().stream()
        .mapToLong(
            vertex -> {
              vertex.setDataType(DataType.FLOAT);
              return vertex.numParams(true);
            })
        .sum();
  }
}
