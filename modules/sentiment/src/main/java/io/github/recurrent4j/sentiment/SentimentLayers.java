package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.inference.EncoderLayers;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.NetworkDescription;
import io.github.recurrent4j.sentiment.SentimentShape.Direction;
import io.github.recurrent4j.sentiment.SentimentShape.Pooling;

/**
 * The layers of a classifier's network, found in its description and held against the shape: the
 * wiring that {@link SentimentNetwork} makes for training.
 *
 * @param encoder embedding and recurrent layers
 * @param attention null unless it pools
 * @param output softmax over the classes
 */
record SentimentLayers(EncoderLayers encoder, LayerDescription attention, LayerDescription output) {

  /**
   * Finds the layers.
   *
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network is not the one
   *     that the shape and the vocabulary ask for
   */
  static SentimentLayers of(NetworkDescription network, SentimentShape shape, int tokens) {
    Pooling pooling = shape.pooling();
    boolean summary = pooling != Pooling.MAX && pooling != Pooling.MEAN;
    EncoderLayers encoder =
        shape.direction() == Direction.FORWARD
            ? EncoderLayers.forward(
                network,
                SentimentNetwork.SOURCE,
                tokens,
                shape.embedding(),
                shape.cell().name(),
                shape.layers(),
                shape.hidden(),
                summary)
            : EncoderLayers.of(
                network,
                SentimentNetwork.SOURCE,
                tokens,
                shape.embedding(),
                shape.cell().name(),
                shape.layers(),
                shape.hidden(),
                pooling != Pooling.LAST,
                summary);
    String top = encoder.topName();
    int size = shape.width();
    LayerDescription attention = null;
    String pooled = EncoderLayers.summaryName();
    switch (pooling) {
      case LAST -> {}
      case MAX -> pooled = network.layer("max", Kind.MAX, top).name();
      case MEAN -> pooled = network.layer("mean", Kind.MEAN, top).name();
      case ATTENTION -> {
        attention =
            network.layer(
                SentimentNetwork.ATTENTION, Kind.ATTENTION_GENERAL, size, size, pooled, top);
        pooled = SentimentNetwork.ATTENTION;
      }
      case ALL -> {
        network.layer("max", Kind.MAX, top);
        network.layer("mean", Kind.MEAN, top);
        pooled = network.layer("pooled", Kind.MERGE, pooled, "max", "mean").name();
        size *= 3;
      }
    }
    LayerDescription output =
        network.layer(SentimentNetwork.OUTPUT, Kind.OUTPUT, size, shape.classes(), pooled);
    return new SentimentLayers(encoder, attention, output);
  }
}
