package io.github.recurrent4j.captioning;

import io.github.recurrent4j.inference.DecoderLayers;
import io.github.recurrent4j.inference.EncoderLayers;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.NetworkDescription;
import io.github.recurrent4j.kernels.ConvolutionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers of a captioner's network, found in its description and held against the shape: the
 * wiring that {@link CaptionNetwork} makes for training.
 *
 * @param convolutions from the picture up
 * @param places from the last of them, or from features, to what is attended to
 * @param decoder what attends to it and gives the tokens
 * @param stem what tells the known captions' stems apart, if the shape asks for it
 * @param addition likewise what is added to them
 */
record CaptionLayers(
    List<LayerDescription> convolutions,
    LayerDescription places,
    DecoderLayers decoder,
    Optional<LayerDescription> stem,
    Optional<LayerDescription> addition) {

  /**
   * Finds the layers.
   *
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network is not the one
   *     that the shape and the tokens ask for
   */
  static CaptionLayers of(NetworkDescription network, CaptionShape shape, CaptionWords words) {
    List<LayerDescription> convolutions = new ArrayList<>();
    String below = CaptionNetwork.INPUT;
    int size = shape.inputSize();
    String before = below;
    for (CaptionShape.Convolution c : shape.convolutions()) {
      ConvolutionSpec spec = c.spec();
      Kind kind = spec.rectified() ? Kind.RECTIFIED_CONVOLUTION : Kind.CONVOLUTION;
      convolutions.add(network.layer(c.name(), kind, spec.in(), spec.out(), below));
      String given = c.name();
      if (c.added()) {
        given = c.sumName();
        network.layer(given, Kind.ADD, before, c.name());
      }
      before = below;
      below = given;
      size = spec.out();
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
            words.tokens(),
            shape.attention().map(Enum::name),
            CaptionNetwork.MEMORY,
            shape.memory());
    KnownCaptions known = words.known();
    return new CaptionLayers(
        convolutions,
        places,
        decoder,
        choice(network, shape, CaptionNetwork.STEM, known.stemCount()),
        choice(network, shape, CaptionNetwork.ADDITION, known.additionCount()));
  }

  private static Optional<LayerDescription> choice(
      NetworkDescription network, CaptionShape shape, String name, int count) {
    String summary = EncoderLayers.summaryName();
    return shape.known()
        ? Optional.of(network.layer(name, Kind.OUTPUT, shape.memory(), count, summary))
        : Optional.empty();
  }
}
