package io.github.recurrent4j.layers;

import java.util.function.LongFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/**
 * Recurrent layers in a ComputationGraph that read from the first step to the last, as those of a
 * language model do; names are those of {@link BidirectionalEncoder}'s forward halves. Masks may
 * pad sequences at their end.
 */
public final class ForwardEncoder {
  private ForwardEncoder() {}

  /**
   * Adds layers to a graph.
   *
   * @param graph the graph
   * @param layers number of layers
   * @param cell makes a layer for an input size
   * @param input name of the graph's input, whose mask tells the lengths
   * @param below name of the vertex that gives the sequences
   * @param size their size
   * @param summary whether the last state is needed, as the vertex {@link
   *     BidirectionalEncoder#SUMMARY}, [B, H]; DL4J refuses vertices that nothing reads
   * @return name of the top layer, [B, H, T]
   */
  public static String add(
      GraphBuilder graph,
      int layers,
      LongFunction<FeedForwardLayer> cell,
      String input,
      String below,
      long size,
      boolean summary) {
    String from = below;
    long width = size;
    for (int i = 0; i < layers; i++) {
      FeedForwardLayer layer = cell.apply(width);
      String name = BidirectionalEncoder.forward(i);
      graph.addLayer(name, layer, from);
      from = name;
      width = layer.getNOut();
    }
    if (summary) {
      graph.addVertex(BidirectionalEncoder.SUMMARY, new LastStepVertex(input), from);
    }
    return from;
  }
}
