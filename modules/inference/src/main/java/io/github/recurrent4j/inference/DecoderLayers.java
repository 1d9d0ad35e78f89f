package io.github.recurrent4j.inference;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.NetworkDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decoder that attends to a memory, as {@code AttentionDecoder} of the module {@code layers}
 * wires it for training, with its embedding, readout and output; the names are those that the apps
 * give.
 *
 * @param embedding target embedding
 * @param hiddenBridges from the memory's summary to h_0 of each decoder layer
 * @param cellBridges the same for c_0; empty unless the cell is the LSTM
 * @param layers the recurrent layers, from the bottom up
 * @param attention null without
 * @param readout from the top state and the context to the output's input
 * @param output softmax over the target tokens, with the target embedding's weights
 */
public record DecoderLayers(
    LayerDescription embedding,
    List<LayerDescription> hiddenBridges,
    List<LayerDescription> cellBridges,
    List<LayerDescription> layers,
    LayerDescription attention,
    LayerDescription readout,
    LayerDescription output) {
  private static final String EMBEDDING = "target-embedding";
  private static final String CONTEXT = "context";
  private static final String READOUT = "readout";

  /**
   * Finds a decoder's layers in a network.
   *
   * @param cell RNN, GRU or LSTM
   * @param layers number of layers
   * @param hidden their size
   * @param embedding size of a token's vector and of the readout
   * @param tokens number of ids
   * @param attention DOT, GENERAL or MLP; empty without
   * @param memory name of the vertex that gives the memory
   * @param memorySize size of a step of it
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network has others
   */
  public static DecoderLayers of(
      NetworkDescription network,
      String cell,
      int layers,
      int hidden,
      int embedding,
      int tokens,
      Optional<String> attention,
      String memory,
      int memorySize) {
    LayerDescription table = network.layer(EMBEDDING, Kind.EMBEDDING, tokens, embedding, "target");
    List<LayerDescription> hiddenBridges = new ArrayList<>();
    List<LayerDescription> cellBridges = new ArrayList<>();
    List<LayerDescription> decoder = new ArrayList<>();
    LayerDescription attending = null;
    String below = EMBEDDING;
    int size = embedding;
    for (int i = 0; i < layers; i++) {
      List<String> reads = new ArrayList<>(List.of(below, bridge(i, "h")));
      hiddenBridges.add(bridge(network, i, "h", memorySize, hidden));
      if (cell.equals("LSTM")) {
        reads.add(bridge(i, "c"));
        cellBridges.add(bridge(network, i, "c", memorySize, hidden));
      }
      below = "decoder-" + i;
      decoder.add(network.recurrent(below, cell, size, hidden, reads.toArray(String[]::new)));
      size = hidden;
      if (attention.isPresent()) {
        if (i == 0) {
          Kind kind = Kind.valueOf("ATTENTION_" + attention.get());
          attending = network.layer(CONTEXT, kind, hidden, memorySize, below, memory);
        }
        network.layer(below + "-context", Kind.MERGE, below, CONTEXT);
        below = below + "-context";
        size += memorySize;
      }
    }
    LayerDescription readout = network.layer(READOUT, Kind.DENSE, size, embedding, below);
    LayerDescription output = network.layer("output", Kind.OUTPUT, embedding, tokens, READOUT);
    return new DecoderLayers(
        table, hiddenBridges, cellBridges, decoder, attending, readout, output);
  }

  private static String bridge(int layer, String state) {
    return "bridge-" + layer + "-" + state;
  }

  private static LayerDescription bridge(
      NetworkDescription network, int layer, String state, int memory, int hidden) {
    String summary = EncoderLayers.summaryName();
    return network.layer(bridge(layer, state), Kind.DENSE, memory, hidden, summary);
  }
}
