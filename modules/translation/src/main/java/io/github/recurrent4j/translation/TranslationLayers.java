package io.github.recurrent4j.translation;

import io.github.recurrent4j.inference.DecoderLayers;
import io.github.recurrent4j.inference.EncoderLayers;
import io.github.recurrent4j.inference.model.NetworkDescription;

/**
 * The layers of a translator's network, found in its description and held against the shape: the
 * wiring that {@link TranslationNetwork} makes for training.
 *
 * @param encoder source embedding and bidirectional layers
 * @param decoder what attends to the encoder's states and gives the target tokens
 */
record TranslationLayers(EncoderLayers encoder, DecoderLayers decoder) {

  /**
   * Finds the layers.
   *
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network is not the one
   *     that the shape and the vocabularies ask for
   */
  static TranslationLayers of(
      NetworkDescription network, TranslationShape shape, int sourceTokens, int targetTokens) {
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
            shape.attends(),
            true);
    DecoderLayers decoder =
        DecoderLayers.of(
            network,
            cell,
            shape.decoderLayers(),
            shape.hidden(),
            shape.embedding(),
            targetTokens,
            shape.attention().map(Enum::name),
            EncoderLayers.sequenceName(shape.encoderLayers() - 1),
            2 * shape.encoderHidden(),
            shape.copy());
    return new TranslationLayers(encoder, decoder);
  }
}
