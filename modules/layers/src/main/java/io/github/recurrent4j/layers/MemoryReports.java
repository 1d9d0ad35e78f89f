package io.github.recurrent4j.layers;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** DL4J's estimates of memory for layers that keep nothing but parameters and their updater. */
final class MemoryReports {
  private MemoryReports() {}

  /**
   * Of a layer.
   *
   * @param parameters number of its parameters
   * @param perExample values it works on while training, for each example
   */
  static LayerMemoryReport of(Layer layer, InputType input, long parameters, long perExample) {
    long state =
        parameters > 0 && layer instanceof BaseLayer base
            ? base.getIUpdater().stateSize(parameters)
            : 0;
    return new LayerMemoryReport.Builder(
            layer.getLayerName(), layer.getClass(), input, layer.getOutputType(-1, input))
        .standardMemory(parameters, state)
        .workingMemory(0, 0, 0, perExample)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  /** Of a vertex without parameters. */
  static LayerMemoryReport of(Class<?> vertex, InputType input, InputType output) {
    return new LayerMemoryReport.Builder(null, vertex, input, output)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }
}
