package io.github.recurrent4j.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.nd4j.linalg.api.buffer.DataType;

/** Weight tying in a ComputationGraph, whose layers are found by name. */
public final class TiedEmbedding {
  private TiedEmbedding() {}

  /**
   * Lets a {@link SparseOutput} use an {@link IdEmbedding}'s weights (see {@link
   * SparseOutput.Builder#tiedTo}); both are changed in place.
   *
   * @param graph a finished configuration
   * @param embedding name of the embedding's vertex
   * @param output name of the output's vertex
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static void connect(ComputationGraphConfiguration graph, String embedding, String output) {
    IdEmbedding from = (IdEmbedding) layer(graph, embedding);
    SparseOutput to = (SparseOutput) layer(graph, output);
    if (from.getNIn() != to.getNOut() || from.getNOut() != to.getNIn()) {
      throw new IllegalArgumentException(
          "an embedding of "
              + from.getNIn()
              + " x "
              + from.getNOut()
              + " cannot be the output weights of "
              + to.getNOut()
              + " x "
              + to.getNIn());
    }
    from.setTied(true);
    to.setTiedOffset(offset(graph, embedding));
  }

  private static org.deeplearning4j.nn.conf.layers.Layer layer(
      ComputationGraphConfiguration graph, String name) {
    return ((LayerVertex) graph.getVertices().get(name)).getLayerConf().getLayer();
  }

  /** DL4J lays parameters out in topological order. */
  private static long offset(ComputationGraphConfiguration graph, String name) {
    GraphIndices indices = new ComputationGraph(graph).calculateIndices();
    Map<String, GraphVertex> vertices = graph.getVertices();
    long before = 0;
    for (int index : indices.getTopologicalSortOrder()) {
      String vertex = indices.getIdxToName().get(index);
      if (vertex.equals(name)) {
        return before;
      }
      GraphVertex v = vertices.get(vertex);
      if (v != null) {
        v.setDataType(DataType.FLOAT);
        before += v.numParams(true);
      }
    }
    throw new IllegalArgumentException("there is no vertex " + name);
  }
}
