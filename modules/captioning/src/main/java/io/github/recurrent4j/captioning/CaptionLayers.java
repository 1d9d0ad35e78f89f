package io.github.recurrent4j.captioning;

import io.github.recurrent4j.inference.DecoderLayers;
import io.github.recurrent4j.inference.EncoderLayers;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.NetworkDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a captioner's network, found in its description and held against the shape: the
 * wiring that {@link CaptionNetwork} makes for training.
 *
 * @param convolutions the products of the convolutions, from the picture up
 * @param places from the last of them, or from features, to what is attended to
 * @param decoder what attends to it and gives the tokens
 */
record CaptionLayers(
    List<LayerDescription> convolutions, LayerDescription places, DecoderLayers decoder) {

  /**
   * Finds the layers.
   *
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network is not the one
   *     that the shape and the tokens ask for
   */
  static CaptionLayers of(NetworkDescription network, CaptionShape shape, int tokens) {
    List<LayerDescription> convolutions = new ArrayList<>();
    String below = CaptionNetwork.INPUT;
    int size = shape.inputSize();
    for (CaptionShape.Convolution c : shape.convolutions()) {
      network.layer(c.patchesName(), Kind.PATCHES, c.in(), c.patchSize(), below);
      convolutions.add(
          network.layer(c.name(), Kind.RECTIFIED, c.patchSize(), c.out(), c.patchesName()));
      below = c.name();
      size = c.out();
    }
    LayerDescription places =
        network.layer(CaptionNetwork.PLACES, Kind.DENSE, size, shape.memory(), below);
    network.layer(CaptionNetwork.MEMORY, Kind.REPEAT, CaptionNetwork.PLACES);
    network.layer(EncoderLayers.summaryName(), Kind.MEAN, CaptionNetwork.MEMORY);
    DecoderLayers decoder =
        DecoderLayers.of(
            network,
            shape.cell().name(),
            shape.decoderLayers(),
            shape.hidden(),
            shape.embedding(),
            tokens,
            shape.attention().map(Enum::name),
            CaptionNetwork.MEMORY,
            shape.memory());
    return new CaptionLayers(convolutions, places, decoder);
  }
}
