package io.github.recurrent4j.inference;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.NetworkDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedding and layers over it that read both ways or forward, as {@code BidirectionalEncoder}
 * and {@code ForwardEncoder} of the module {@code layers} wire them for training; the names are
 * those that they give.
 *
 * @param embedding the embedding
 * @param forward what reads from the first step to the last, from the bottom up
 * @param backward what reads from the last step to the first; empty where nothing does
 */
public record EncoderLayers(
    LayerDescription embedding, List<LayerDescription> forward, List<LayerDescription> backward) {
  private static final String EMBEDDING = "source-embedding";
  private static final String SUMMARY = "summary";

  /**
   * Finds an encoder's layers in a network.
   *
   * @param input name of the network's input
   * @param tokens number of ids
   * @param embedding size of a token's vector
   * @param cell RNN, GRU or LSTM
   * @param layers number of layers
   * @param hidden size of each direction
   * @param sequence whether the top layer's outputs are needed
   * @param summary whether both directions' last states are needed
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network has others
   */
  public static EncoderLayers of(
      NetworkDescription network,
      String input,
      int tokens,
      int embedding,
      String cell,
      int layers,
      int hidden,
      boolean sequence,
      boolean summary) {
    LayerDescription table = network.layer(EMBEDDING, Kind.EMBEDDING, tokens, embedding, input);
    List<LayerDescription> forward = new ArrayList<>();
    List<LayerDescription> backward = new ArrayList<>();
    String below = EMBEDDING;
    int size = embedding;
    for (int i = 0; i < layers; i++) {
      String name = sequenceName(i);
      network.layer(name + "-reversed", Kind.REVERSE, below);
      forward.add(network.recurrent(name + "-forward", cell, size, hidden, below));
      backward.add(network.recurrent(name + "-backward", cell, size, hidden, name + "-reversed"));
      if (sequence || i + 1 < layers) {
        network.layer(name + "-turned", Kind.REVERSE, name + "-backward");
        network.layer(name, Kind.MERGE, name + "-forward", name + "-turned");
      }
      below = name;
      size = 2 * hidden;
    }
    if (summary) {
      network.layer("forward-end", Kind.LAST, below + "-forward");
      network.layer("backward-end", Kind.LAST, below + "-backward");
      network.layer(SUMMARY, Kind.MERGE, "forward-end", "backward-end");
    }
    return new EncoderLayers(table, List.copyOf(forward), List.copyOf(backward));
  }

  /**
   * Finds the layers of an encoder that reads forward alone.
   *
   * @param input name of the network's input
   * @param tokens number of ids
   * @param embedding size of a token's vector
   * @param cell RNN, GRU or LSTM
   * @param layers number of layers
   * @param hidden size of a layer
   * @param summary whether the last state is needed
   * @throws io.github.recurrent4j.inference.model.ModelFileException if the network has others
   */
  public static EncoderLayers forward(
      NetworkDescription network,
      String input,
      int tokens,
      int embedding,
      String cell,
      int layers,
      int hidden,
      boolean summary) {
    LayerDescription table = network.layer(EMBEDDING, Kind.EMBEDDING, tokens, embedding, input);
    List<LayerDescription> forward = new ArrayList<>();
    String below = EMBEDDING;
    int size = embedding;
    for (int i = 0; i < layers; i++) {
      String name = sequenceName(i) + "-forward";
      forward.add(network.recurrent(name, cell, size, hidden, below));
      below = name;
      size = hidden;
    }
    if (summary) {
      network.layer(SUMMARY, Kind.LAST, below);
    }
    return new EncoderLayers(table, List.copyOf(forward), List.of());
  }

  /** Whether it reads both ways. */
  public boolean bothWays() {
    return !backward.isEmpty();
  }

  /** Name of what gives the outputs of the top layer. */
  public String topName() {
    String name = sequenceName(forward.size() - 1);
    return bothWays() ? name : name + "-forward";
  }

  /** Name of what gives the outputs of a layer that reads both ways. */
  public static String sequenceName(int layer) {
    return "encoder-" + layer;
  }

  /** Name of what gives the last states. */
  public static String summaryName() {
    return SUMMARY;
  }
}
