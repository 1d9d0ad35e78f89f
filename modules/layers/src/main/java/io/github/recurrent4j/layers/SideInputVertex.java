package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.SideInputRunner;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer in a ComputationGraph that reads several inputs:
 *
 * <ul>
 *   <li>{@link FusedLSTM}, {@link GRU}, {@link FusedSimpleRnn}: a sequence [B, I, T], then the
 *       state before its first step: h_0 [B, H] and, for the LSTM, c_0 [B, H] (zeros when left
 *       out). This hands an encoder's state to a decoder (Sutskever et al., 2014).
 *   <li>{@link Attention}: queries [B, Q, T], then the memory [B, M, S].
 *   <li>{@link Pointer}: queries, the memory, the memory's words [B, S], the wanted words [B, T].
 * </ul>
 *
 * <p>Add it with {@link #add}: like DL4J's {@code addLayer}, it gives the layer the network's
 * global settings.
 */
public final class SideInputVertex extends LayerVertex {
  private static final int MOST_INPUTS = 4;

  /** For JSON. */
  public SideInputVertex() {}

  private SideInputVertex(NeuralNetConfiguration layer) {
    super(layer, null);
  }

  /**
   * Adds a layer with side inputs to a graph under construction.
   *
   * @param graph the graph
   * @param global the builder that the graph was made from
   * @param name the vertex's name
   * @param layer the layer; its sizes must be set
   * @param inputs the layer's input, then the side inputs
   */
  public static void add(
      org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder graph,
      NeuralNetConfiguration.Builder global,
      String name,
      org.deeplearning4j.nn.conf.layers.Layer layer,
      String... inputs) {
    NeuralNetConfiguration.Builder own = global.clone();
    own.layer(layer);
    layer.setLayerName(name);
    graph.addVertex(name, new SideInputVertex(own.build()), inputs);
  }

  @Override
  public GraphVertex clone() {
    return new SideInputVertex(getLayerConf().clone());
  }

  @Override
  public int maxVertexInputs() {
    return MOST_INPUTS;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    boolean output = graph.getConfiguration().getNetworkOutputs().contains(name);
    Layer layer =
        getLayerConf()
            .getLayer()
            .instantiate(getLayerConf(), null, index, parameters, initialize, type);
    return new SideInputRunner(graph, name, index, layer, output, type);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return getLayerConf().getLayer().getOutputType(index, inputs[0]);
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return getLayerConf().getLayer().getMemoryReport(inputs[0]);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SideInputVertex && super.equals(o);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
