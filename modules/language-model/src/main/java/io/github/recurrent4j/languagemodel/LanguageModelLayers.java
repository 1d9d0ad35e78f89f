package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.inference.model.NetworkDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a language model's network, found in its description and held against the shape:
 * the wiring that {@link LanguageModelNetwork} makes for training.
 *
 * @param embedding null for one-hot input
 * @param hidden recurrent layers, or dense ones over a window
 * @param latent what a mixture of softmaxes reads; null where there is one softmax
 * @param output softmax over the tokens, or a mixture of them
 */
record LanguageModelLayers(
    LayerDescription embedding,
    List<LayerDescription> hidden,
    LayerDescription latent,
    LayerDescription output) {

  /**
   * Finds the layers.
   *
   * @throws ModelFileException if the network is not the one that the shape and the vocabulary ask
   *     for
   */
  static LanguageModelLayers of(NetworkDescription network, LanguageModelShape shape, int tokens) {
    int next = 0;
    boolean embedded = shape.embedding() > 0;
    int size = embedded ? shape.embedding() : tokens;
    LayerDescription input =
        network.layer(name(next), embedded ? Kind.EMBEDDING : Kind.ONE_HOT, tokens, size, "input");
    if (!shape.cell().recurrent()) {
      next++;
      LayerDescription window = network.layer(name(next), Kind.WINDOW, name(next - 1));
      if (window.inner() != shape.window()) {
        throw new ModelFileException(
            "has a window of " + window.inner() + " steps, but its shape says " + shape.window());
      }
      size = Math.multiplyExact(size, shape.window());
    }
    List<LayerDescription> hidden = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      next++;
      hidden.add(hidden(network, shape, next, size));
      size = shape.hidden();
    }
    next++;
    LayerDescription latent = null;
    Kind kind = Kind.OUTPUT;
    int mixed = shape.softmaxes();
    if (mixed > 1) {
      int width = Math.multiplyExact(mixed, shape.outputSize() + 1);
      latent = network.layer(name(next), Kind.DENSE, size, width, name(next - 1));
      size = shape.outputSize();
      kind = Kind.MIXTURE_OUTPUT;
      next++;
    }
    LayerDescription output = network.layer(name(next), kind, size, tokens, name(next - 1));
    if (latent != null && (latent.tanh() || output.inner() != mixed)) {
      throw new ModelFileException("has another mixture of softmaxes than its shape asks for");
    }
    if (output.tiedOffset() >= 0 != shape.tied() || network.layers().size() != next + 1) {
      throw new ModelFileException("has layers that its shape does not ask for: copy it again");
    }
    return new LanguageModelLayers(embedded ? input : null, hidden, latent, output);
  }

  private static LayerDescription hidden(
      NetworkDescription network, LanguageModelShape shape, int place, int size) {
    String below = name(place - 1);
    if (!shape.cell().recurrent()) {
      return network.layer(name(place), Kind.DENSE, size, shape.hidden(), below);
    }
    if (shape.mogrifier() == 0) {
      return network.recurrent(name(place), shape.cell().name(), size, shape.hidden(), below);
    }
    Kind kind = Kind.MOGRIFIED_LSTM;
    LayerDescription layer = network.layer(name(place), kind, size, shape.hidden(), below);
    if (layer.inner() != shape.mogrifier()) {
      throw new ModelFileException(
          "has "
              + layer.inner()
              + " rounds of mutual gates, but its shape says "
              + shape.mogrifier());
    }
    return layer;
  }

  /** The topmost hidden layer. */
  LayerDescription top() {
    return hidden.get(hidden.size() - 1);
  }

  private static String name(int layer) {
    return "layer" + layer;
  }
}
