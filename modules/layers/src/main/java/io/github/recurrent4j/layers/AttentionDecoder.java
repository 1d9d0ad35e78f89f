package io.github.recurrent4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Recurrent layers in a ComputationGraph that read a target sequence and attend to a memory, over
 * whole sequences:
 *
 * <pre>
 * memory's summary → dense → h_0 (and c_0) of each layer
 * target → layer 1 ┬→ attention over the memory → context
 *                  └→ [state; context] → further layers → [state; context]
 * </pre>
 *
 * <p>With one layer this is Luong's global attention (Luong et al., 2015) without input feeding,
 * which would forbid whole-sequence training; further layers read the context (as in Wu et al.,
 * 2016), so that what was attended to before is known to the recurrence.
 */
public final class AttentionDecoder {
  /** Name of the vertex with the contexts. */
  public static final String CONTEXT = "context";

  private AttentionDecoder() {}

  /** Name of a layer. */
  public static String layer(int number) {
    return "decoder-" + number;
  }

  private static String bridge(int layer, String state) {
    return "bridge-" + layer + "-" + state;
  }

  /**
   * Adds layers to a graph.
   *
   * @param graph the graph
   * @param global the builder that the graph was made from
   * @param layers number of layers
   * @param cell makes a layer for an input size, all with as many units
   * @param below name of the vertex that gives the target sequences
   * @param size their size
   * @param memory name of the vertex that gives the memory; its summary is {@link
   *     BidirectionalEncoder#SUMMARY}
   * @param memorySize size of a step of the memory, and of the summary
   * @param score how the memory is scored; empty: it is not attended to
   * @return name of the vertex with the top layer's states, beside the contexts where there are any
   */
  public static String add(
      GraphBuilder graph,
      NeuralNetConfiguration.Builder global,
      int layers,
      LongFunction<FeedForwardLayer> cell,
      String below,
      long size,
      String memory,
      long memorySize,
      Optional<Attention.Score> score) {
    String from = below;
    long width = size;
    for (int i = 0; i < layers; i++) {
      FeedForwardLayer recurrent = cell.apply(width);
      long hidden = recurrent.getNOut();
      List<String> inputs = new ArrayList<>(List.of(from));
      inputs.add(bridge(graph, bridge(i, "h"), memorySize, hidden, Activation.TANH));
      if (recurrent instanceof FusedLSTM) {
        inputs.add(bridge(graph, bridge(i, "c"), memorySize, hidden, Activation.IDENTITY));
      }
      from = layer(i);
      SideInputVertex.add(graph, global, from, recurrent, inputs.toArray(String[]::new));
      width = hidden;
      if (score.isPresent()) {
        if (i == 0) {
          Attention attention =
              new Attention.Builder().score(score.get()).nIn(hidden).nOut(memorySize).build();
          SideInputVertex.add(graph, global, CONTEXT, attention, from, memory);
        }
        graph.addVertex(from + "-context", new SequenceMergeVertex(), from, CONTEXT);
        from = from + "-context";
        width += memorySize;
      }
    }
    return from;
  }

  private static String bridge(
      GraphBuilder graph, String name, long in, long out, Activation activation) {
    Projection dense = new Projection.Builder().nIn(in).nOut(out).activation(activation).build();
    graph.addLayer(name, dense, BidirectionalEncoder.SUMMARY);
    return name;
  }
}
