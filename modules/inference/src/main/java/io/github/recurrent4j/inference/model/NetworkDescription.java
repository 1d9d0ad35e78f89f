package io.github.recurrent4j.inference.model;

import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as DL4J's {@code configuration.json} describes it, checked: only known classes, sizes
 * that fit each other, no circles. From it follows where each parameter lies among all of them.
 *
 * @param graph whether it is a ComputationGraph; otherwise a MultiLayerNetwork
 * @param layers layers and vertices, each after what it reads, in the order of their parameters
 * @param inputs names of what goes in
 * @param outputs names of what comes out
 * @param parameters number of all parameters
 */
public record NetworkDescription(
    boolean graph,
    List<LayerDescription> layers,
    List<String> inputs,
    List<String> outputs,
    int parameters) {
  private static final int POINTER_SIZE = 2;

  /**
   * Checks a description that came with a model.
   *
   * @param json DL4J's JSON
   * @throws ModelFileException if it is none, or not of a network that this suite writes
   */
  public static NetworkDescription parse(String json) {
    return new DescriptionReader(Json.object(json, "the network's description")).read();
  }

  /** Checks that the layers fit each other. */
  public NetworkDescription {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (inputs.isEmpty() || outputs.isEmpty() || layers.isEmpty()) {
      throw new ModelFileException("has a network without input, layers or output: copy it again");
    }
    Map<String, Integer> widths = new HashMap<>();
    inputs.forEach(name -> widths.put(name, 0));
    for (LayerDescription layer : layers) {
      if (widths.containsKey(layer.name())) {
        throw broken(layer, "occurs twice");
      }
      List<Integer> read = new ArrayList<>();
      for (String name : layer.inputs()) {
        Integer width = widths.get(name);
        if (width == null) {
          throw broken(
              layer, "reads " + ModelFileException.quote(name) + ", which does not come before it");
        }
        read.add(width);
      }
      widths.put(layer.name(), width(layer, read));
    }
    Set<String> unknown = new HashSet<>(outputs);
    unknown.removeAll(widths.keySet());
    if (!unknown.isEmpty()) {
      throw new ModelFileException(
          "has no layer " + ModelFileException.quote(unknown.iterator().next()) + ", its output");
    }
    checkTies(layers);
  }

  /** Size of a step of what a layer gives; checks what it reads. */
  private static int width(LayerDescription layer, List<Integer> read) {
    int first = read.isEmpty() ? -1 : read.get(0);
    return switch (layer.kind()) {
      case EMBEDDING, ONE_HOT -> {
        require(read.size() == 1 && first == 0, layer);
        yield layer.out();
      }
      case DENSE, CONVOLUTION, RECTIFIED_CONVOLUTION -> {
        // What comes in from outside is of the size that is asked for.
        require(read.size() == 1 && (first == layer.in() || first == 0), layer);
        yield layer.out();
      }
      case OUTPUT -> {
        require(read.size() == 1 && first == layer.in(), layer);
        yield layer.out();
      }
      case COPY_OUTPUT -> {
        require(read.size() == 1 && first == layer.in() + 1 + POINTER_SIZE, layer);
        yield layer.out();
      }
      case MIXTURE_OUTPUT -> {
        require(read.size() == 1 && first == layer.inner() * (layer.in() + 1), layer);
        yield layer.out();
      }
      case POINTER -> {
        require(read.size() == 4 && first == layer.in() && read.get(1) == layer.out(), layer);
        require(read.get(2) == 0 && read.get(3) == 0, layer);
        yield POINTER_SIZE;
      }
      case RNN, GRU, GRU_RESET_AFTER, LSTM -> {
        int states = layer.kind() == Kind.LSTM ? 2 : 1;
        require(first == layer.in() && read.size() <= 1 + states, layer);
        require(read.stream().skip(1).allMatch(width -> width == layer.out()), layer);
        yield layer.out();
      }
      case MOGRIFIED_LSTM -> {
        require(read.size() == 1 && first == layer.in(), layer);
        yield layer.out();
      }
      case ATTENTION_DOT, ATTENTION_GENERAL, ATTENTION_MLP -> {
        require(read.size() == 2 && first == layer.in() && read.get(1) == layer.out(), layer);
        require(layer.kind() != Kind.ATTENTION_DOT || layer.in() == layer.out(), layer);
        yield layer.out();
      }
      case WINDOW -> {
        require(read.size() == 1 && first > 0, layer);
        yield bounded(layer, (long) first * layer.inner());
      }
      case MAX, MEAN, REVERSE, REPEAT, LAST -> {
        require(read.size() == 1 && first > 0, layer);
        yield first;
      }
      case ADD -> {
        require(read.size() == 2 && first > 0 && read.get(1) == first, layer);
        yield first;
      }
      case MERGE -> {
        require(!read.isEmpty() && read.stream().allMatch(width -> width > 0), layer);
        yield bounded(layer, read.stream().mapToLong(Integer::longValue).sum());
      }
    };
  }

  private static int bounded(LayerDescription layer, long width) {
    require(width <= DescriptionReader.LARGEST_SIZE, layer);
    return (int) width;
  }

  private static void require(boolean holds, LayerDescription layer) {
    if (!holds) {
      throw broken(layer, "does not fit what it reads");
    }
  }

  private static void checkTies(List<LayerDescription> layers) {
    for (LayerDescription output : layers) {
      if (output.tiedOffset() >= 0) {
        boolean found =
            layers.stream()
                .anyMatch(
                    e ->
                        e.kind() == Kind.EMBEDDING
                            && e.blocks().get(0).offset() == output.tiedOffset()
                            && e.in() == output.out()
                            && e.out() == output.in());
        if (!found) {
          throw broken(output, "shares weights with no embedding of its size");
        }
      }
    }
  }

  private static ModelFileException broken(LayerDescription layer, String what) {
    return new ModelFileException(
        "has a layer "
            + ModelFileException.quote(layer.name())
            + " that "
            + what
            + ": copy it again");
  }

  /**
   * A layer that an app's network must have.
   *
   * @param name its name
   * @param kind what it must compute
   * @param inputs what it must read
   * @throws ModelFileException if there is none, or it is another
   */
  public LayerDescription layer(String name, Kind kind, String... inputs) {
    for (LayerDescription layer : layers) {
      if (layer.name().equals(name)) {
        if (layer.kind() != kind || !layer.inputs().equals(List.of(inputs))) {
          throw new ModelFileException(
              "has a layer "
                  + ModelFileException.quote(name)
                  + " that is not as its shape asks ("
                  + kind
                  + " of "
                  + String.join(", ", inputs)
                  + "): copy it again");
        }
        return layer;
      }
    }
    throw new ModelFileException(
        "has no layer "
            + ModelFileException.quote(name)
            + ", which its shape asks for: copy it again");
  }

  /**
   * The same, of these sizes.
   *
   * @throws ModelFileException if the sizes are others
   */
  public LayerDescription layer(String name, Kind kind, int in, int out, String... inputs) {
    LayerDescription layer = layer(name, kind, inputs);
    if (layer.in() != in || layer.out() != out) {
      throw new ModelFileException(
          "has a layer "
              + ModelFileException.quote(name)
              + " of "
              + layer.in()
              + " x "
              + layer.out()
              + ", but its shape and vocabulary ask for "
              + in
              + " x "
              + out
              + ": copy it again");
    }
    return layer;
  }

  /**
   * A recurrent layer that an app's network must have.
   *
   * @param cell RNN, LSTM or GRU, which may be of either kind
   * @throws ModelFileException if there is none, or it is another
   */
  public LayerDescription recurrent(String name, String cell, int in, int out, String... inputs) {
    boolean after =
        layers.stream().anyMatch(l -> l.name().equals(name) && l.kind() == Kind.GRU_RESET_AFTER);
    Kind kind = cell.equals("GRU") && after ? Kind.GRU_RESET_AFTER : Kind.valueOf(cell);
    return layer(name, kind, in, out, inputs);
  }

  /** Whether there is a layer of this name. */
  public boolean has(String name) {
    return layers.stream().anyMatch(layer -> layer.name().equals(name));
  }
}
