package io.github.recurrent4j.layers;

import java.util.function.LongFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * Bidirectional recurrent layers in a ComputationGraph (Schuster and Paliwal, 1997), without the
 * copies of DL4J's wrapper: each layer gives [B, 2·H, T], and the two last states together
 * summarize the sequence. Masks may pad sequences at their end.
 */
public final class BidirectionalEncoder {
  /** Name of the vertex with both directions' last states, [B, 2·H]. */
  public static final String SUMMARY = "summary";

  private BidirectionalEncoder() {}

  /** Name of a layer's forward half. */
  public static String forward(int layer) {
    return "encoder-" + layer + "-forward";
  }

  /** Name of a layer's backward half; its output is in reverse order. */
  public static String backward(int layer) {
    return "encoder-" + layer + "-backward";
  }

  /**
   * Adds layers to a graph.
   *
   * @param graph the graph
   * @param layers number of layers
   * @param cell makes one half of a layer for an input size
   * @param input name of the graph's input, whose mask tells the lengths
   * @param below name of the vertex that gives the sequences
   * @param size their size
   * @param sequence whether the top layer's sequence is needed
   * @param summary whether the summary is needed; DL4J refuses vertices that nothing reads
   * @return name of the vertex with the top layer's sequence
   */
  public static String add(
      GraphBuilder graph,
      int layers,
      LongFunction<FeedForwardLayer> cell,
      String input,
      String below,
      long size,
      boolean sequence,
      boolean summary) {
    String from = below;
    long width = size;
    for (int i = 0; i < layers; i++) {
      FeedForwardLayer half = cell.apply(width);
      String turned = "encoder-" + i + "-turned";
      graph.addLayer(forward(i), half, from);
      graph.addVertex("encoder-" + i + "-reversed", new SequenceReverseVertex(), from);
      graph.addLayer(backward(i), cell.apply(width), "encoder-" + i + "-reversed");
      from = "encoder-" + i;
      if (sequence || i + 1 < layers) {
        graph.addVertex(turned, new SequenceReverseVertex(), backward(i));
        graph.addVertex(from, new SequenceMergeVertex(), forward(i), turned);
      }
      width = 2 * half.getNOut();
    }
    if (summary) {
      graph.addVertex("forward-end", new LastStepVertex(input), forward(layers - 1));
      graph.addVertex("backward-end", new LastStepVertex(input), backward(layers - 1));
      graph.addVertex(SUMMARY, new MergeVertex(), "forward-end", "backward-end");
    }
    return from;
  }
}
