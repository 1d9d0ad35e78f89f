package io.github.recurrent4j.translation;

import io.github.recurrent4j.inference.EncoderLayers;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.NetworkDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a translator's network, found in its description and held against the shape: the
 * wiring that {@link TranslationNetwork} makes for training.
 *
 * @param encoder source embedding and bidirectional layers
 * @param embedding target embedding
 * @param hiddenBridges from the encoder's last states to h_0 of each decoder layer
 * @param cellBridges the same for c_0; empty unless the cell is the LSTM
 * @param decoder the decoder's layers
 * @param attention null without
 * @param readout from the top state and the context to the output's input
 * @param output softmax over the target tokens, with the target embedding's weights
 */
record TranslationLayers(
    EncoderLayers encoder,
    LayerDescription embedding,
    List<LayerDescription> hiddenBridges,
    List<LayerDescription> cellBridges,
    List<LayerDescription> decoder,
    LayerDescription attention,
    LayerDescription readout,
    LayerDescription output) {

  /**
   * Finds the layers.
   *
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network is not the one
   *     that the shape and the vocabularies ask for
   */
  static TranslationLayers of(
      NetworkDescription network, TranslationShape shape, int sourceTokens, int targetTokens) {
    boolean attends = shape.attends();
    int hidden = shape.hidden();
    int memory = 2 * shape.encoderHidden();
    String cell = shape.cell().name();
    EncoderLayers encoder =
        EncoderLayers.of(
            network,
            TranslationNetwork.SOURCE,
            sourceTokens,
            shape.embedding(),
            cell,
            shape.encoderLayers(),
            shape.encoderHidden(),
            attends,
            true);
    LayerDescription embedding =
        network.layer(
            TranslationNetwork.TARGET_EMBEDDING,
            Kind.EMBEDDING,
            targetTokens,
            shape.embedding(),
            TranslationNetwork.TARGET);
    List<LayerDescription> hiddenBridges = new ArrayList<>();
    List<LayerDescription> cellBridges = new ArrayList<>();
    List<LayerDescription> decoder = new ArrayList<>();
    LayerDescription attention = null;
    String below = TranslationNetwork.TARGET_EMBEDDING;
    int size = shape.embedding();
    for (int i = 0; i < shape.decoderLayers(); i++) {
      List<String> reads = new ArrayList<>(List.of(below, bridge(i, "h")));
      hiddenBridges.add(bridge(network, i, "h", memory, hidden));
      if (shape.cell().hasCellState()) {
        reads.add(bridge(i, "c"));
        cellBridges.add(bridge(network, i, "c", memory, hidden));
      }
      below = decoder(i);
      decoder.add(network.recurrent(below, cell, size, hidden, reads.toArray(String[]::new)));
      size = hidden;
      if (attends) {
        if (i == 0) {
          attention =
              network.layer(
                  TranslationNetwork.CONTEXT,
                  Kind.valueOf("ATTENTION_" + shape.attention().orElseThrow()),
                  hidden,
                  memory,
                  below,
                  EncoderLayers.sequenceName(shape.encoderLayers() - 1));
        }
        network.layer(below + "-context", Kind.MERGE, below, TranslationNetwork.CONTEXT);
        below = below + "-context";
        size += memory;
      }
    }
    LayerDescription readout =
        network.layer(TranslationNetwork.READOUT, Kind.DENSE, size, shape.embedding(), below);
    LayerDescription output =
        network.layer(
            TranslationNetwork.OUTPUT,
            Kind.OUTPUT,
            shape.embedding(),
            targetTokens,
            TranslationNetwork.READOUT);
    return new TranslationLayers(
        encoder, embedding, hiddenBridges, cellBridges, decoder, attention, readout, output);
  }

  /** Name of a decoder layer. */
  static String decoder(int layer) {
    return "decoder-" + layer;
  }

  /** Name of what makes a decoder layer's first h or c. */
  static String bridge(int layer, String state) {
    return "bridge-" + layer + "-" + state;
  }

  private static LayerDescription bridge(
      NetworkDescription network, int layer, String state, int memory, int hidden) {
    return network.layer(
        bridge(layer, state), Kind.DENSE, memory, hidden, EncoderLayers.summaryName());
  }
}
