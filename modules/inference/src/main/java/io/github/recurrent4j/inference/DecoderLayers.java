package io.github.recurrent4j.inference;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.ModelFileException;
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
 * @param copying what points at source words to be copied; null without
 */
public record DecoderLayers(
    LayerDescription embedding,
    List<LayerDescription> hiddenBridges,
    List<LayerDescription> cellBridges,
    List<LayerDescription> layers,
    LayerDescription attention,
    LayerDescription readout,
    LayerDescription output,
    Copying copying) {
  private static final String EMBEDDING = "target-embedding";
  private static final String CONTEXT = "context";
  private static final String READOUT = "readout";
  private static final String POINTER = "pointer";
  private static final String GATE = "copy-gate";
  private static final String MIXED = "copy-mixed";

  /**
   * What lets words of the source be copied.
   *
   * @param pointer weighs the steps of the memory, asked by the top layer's state
   * @param gate the logit of generating a word, from the top layer's state and the context
   */
  public record Copying(LayerDescription pointer, LayerDescription gate) {}

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
   * @throws ModelFileException if the network has others
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
    return of(
        network, cell, layers, hidden, embedding, tokens, attention, memory, memorySize, false);
  }

  /**
   * The same.
   *
   * @param copying whether words of the source may be copied
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
      int memorySize,
      boolean copying) {
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
      below = layer(i);
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
    Copying copies =
        copying ? copying(network, layers, size, hidden, below, memory, memorySize) : null;
    LayerDescription output =
        network.layer(
            "output",
            copying ? Kind.COPY_OUTPUT : Kind.OUTPUT,
            embedding,
            tokens,
            copying ? MIXED : READOUT);
    if (output.tiedOffset() != table.blocks().get(0).offset()) {
      throw new ModelFileException(
          "has an output that does not share the weights of 'target-embedding': copy it again");
    }
    return new DecoderLayers(
        table, hiddenBridges, cellBridges, decoder, attending, readout, output, copies);
  }

  private static Copying copying(
      NetworkDescription network,
      int layers,
      int size,
      int hidden,
      String top,
      String memory,
      int memorySize) {
    String state = layer(layers - 1);
    LayerDescription pointer =
        network.layer(
            POINTER,
            Kind.POINTER,
            hidden,
            memorySize,
            state,
            memory,
            "source-words",
            "target-words");
    LayerDescription gate = network.layer(GATE, Kind.DENSE, size, 1, top);
    network.layer(MIXED, Kind.MERGE, READOUT, GATE, POINTER);
    return new Copying(pointer, gate);
  }

  private static String layer(int number) {
    return "decoder-" + number;
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
