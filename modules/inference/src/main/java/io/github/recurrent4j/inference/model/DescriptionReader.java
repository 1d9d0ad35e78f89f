package io.github.recurrent4j.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.inference.model.LayerDescription.Block;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Reads DL4J's JSON of a MultiLayerNetwork or a ComputationGraph into layers with parameters. */
final class DescriptionReader {
  static final int LARGEST_SIZE = 1 << 24;
  private static final int LARGEST_KERNEL = 1 << 10;
  private static final int MOST_LAYERS = 1000;
  private static final int MOST_ROUNDS = 100;
  private static final String SEQUENCE = "NCW";

  private final JsonNode json;
  private final List<LayerDescription> layers = new ArrayList<>();
  private long parameters;

  DescriptionReader(JsonNode json) {
    this.json = json;
  }

  NetworkDescription read() {
    AllowedClasses.check(json);
    requireText(json, "dataType", "FLOAT");
    List<String> inputs = List.of("input");
    List<String> outputs;
    if (json.has("vertices")) {
      inputs = names(json, "networkInputs");
      outputs = names(json, "networkOutputs");
      graph(inputs);
    } else {
      outputs = list();
    }
    return new NetworkDescription(json.has("vertices"), layers, inputs, outputs, (int) parameters);
  }

  private List<String> list() {
    JsonNode confs = json.path("confs");
    requireCount(confs);
    String below = "input";
    for (JsonNode conf : confs) {
      String name = "layer" + layers.size();
      layers.add(layer(name, conf, List.of(below)));
      below = name;
    }
    return List.of(below);
  }

  private void graph(List<String> inputs) {
    JsonNode vertices = json.path("vertices");
    requireCount(vertices);
    List<String> order = order(inputs, vertices);
    JsonNode reads = json.path("vertexInputs");
    for (String name : order) {
      if (!inputs.contains(name)) {
        layers.add(vertex(name, vertices.get(name), names(reads, name)));
      }
    }
  }

  private static void requireCount(JsonNode layers) {
    if (!layers.isContainerNode() || layers.isEmpty() || layers.size() > MOST_LAYERS) {
      throw new ModelFileException("has no layers in its network, or too many: copy it again");
    }
  }

  /** Parameters lie in the order of the vertices that DL4J stored. */
  private List<String> order(List<String> inputs, JsonNode vertices) {
    List<String> order = names(json, "topologicalOrderStr");
    JsonNode numbers = json.path("topologicalOrder");
    HashSet<Integer> places = new HashSet<>();
    numbers.forEach(
        n -> places.add(n.isInt() && n.intValue() < numbers.size() ? n.intValue() : -1));
    HashSet<String> all = new HashSet<>(inputs);
    vertices.fieldNames().forEachRemaining(all::add);
    int count = inputs.size() + vertices.size();
    boolean whole =
        order.size() == count
            && all.size() == count
            && new HashSet<>(order).equals(all)
            && numbers.size() == count
            && places.size() == count
            && places.stream().allMatch(n -> n >= 0);
    if (!whole) {
      throw new ModelFileException("has layers in an impossible order: copy it again");
    }
    return order;
  }

  private static List<String> names(JsonNode node, String key) {
    List<String> names = new ArrayList<>();
    JsonNode values = node.path(key);
    boolean good = values.isArray() && values.size() <= MOST_LAYERS + 2;
    for (JsonNode value : values) {
      good &= value.isTextual();
      names.add(value.asText());
    }
    if (!good) {
      throw new ModelFileException(
          "has no names for " + ModelFileException.quote(key) + " in its network: copy it again");
    }
    return names;
  }

  private LayerDescription vertex(String name, JsonNode vertex, List<String> inputs) {
    return switch (kind(vertex)) {
      case "LayerVertex", "SideInputVertex" -> layer(name, vertex.path("layerConf"), inputs);
      case "ExampleRepeatVertex" -> plain(name, Kind.REPEAT, inputs);
      case "SequenceAddVertex" -> plain(name, Kind.ADD, inputs);
      case "SequenceReverseVertex" -> plain(name, Kind.REVERSE, inputs);
      case "LastStepVertex", "LastTimeStepVertex" -> plain(name, Kind.LAST, inputs);
      case "SequencePoolVertex" -> plain(name, pooling(vertex, "pooling", "MEAN"), inputs);
      default -> plain(name, Kind.MERGE, inputs);
    };
  }

  private static LayerDescription plain(String name, Kind kind, List<String> inputs) {
    return new LayerDescription(name, kind, 0, 0, 0, false, List.of(), -1, inputs);
  }

  /** The last part of a class's name; all names were checked before. */
  private static String kind(JsonNode node) {
    String name = node.path(AllowedClasses.CLASS).asText();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private LayerDescription layer(String name, JsonNode conf, List<String> inputs) {
    requireText(conf, "dataType", "FLOAT");
    JsonNode layer = conf.path("layer");
    if (kind(layer).equals("TimeDistributed")) {
      requireText(layer, "rnnDataFormat", SEQUENCE);
      layer = layer.path("underlying");
    }
    if (layer.has("dataFormat")) {
      requireText(layer, "dataFormat", SEQUENCE);
    }
    if (layer.has("rnnDataFormat")) {
      requireText(layer, "rnnDataFormat", SEQUENCE);
    }
    return switch (kind(layer)) {
      case "OneHot" ->
          new LayerDescription(
              name,
              Kind.ONE_HOT,
              size(layer, "size"),
              size(layer, "size"),
              0,
              false,
              List.of(),
              -1,
              inputs);
      case "ContextWindow" ->
          new LayerDescription(
              name, Kind.WINDOW, 0, 0, size(layer, "steps"), false, List.of(), -1, inputs);
      case "ImageConvolution" -> convolution(name, layer, inputs);
      case "GlobalPoolingLayer" -> plain(name, pooling(layer, "poolingType", "AVG"), inputs);
      case "IdEmbedding" -> embedding(name, layer, inputs);
      case "FusedSimpleRnn" -> recurrent(name, Kind.RNN, layer, inputs);
      case "FusedLSTM" -> recurrent(name, Kind.LSTM, layer, inputs);
      case "GRU" ->
          recurrent(
              name,
              layer.path("resetAfter").asBoolean(false) ? Kind.GRU_RESET_AFTER : Kind.GRU,
              layer,
              inputs);
      case "Mogrifier" -> mogrifier(name, layer, inputs);
      case "Projection", "DenseLayer" -> dense(name, layer, inputs);
      case "Attention" -> attention(name, layer, inputs);
      case "Pointer" -> pointer(name, layer, inputs);
      case "SparseOutput" -> output(name, layer, inputs);
      default -> throw new ModelFileException("has no layer in " + ModelFileException.quote(name));
    };
  }

  private LayerDescription convolution(String name, JsonNode layer, List<String> inputs) {
    int kernel = size(layer, "kernel");
    int patch = size(layer, "nin");
    int out = size(layer, "nout");
    long taps = (long) kernel * kernel;
    if (kernel > LARGEST_KERNEL || patch % taps != 0) {
      throw new ModelFileException("has an impossible convolution in its network: copy it again");
    }
    boolean rectified = activation(layer, "activationFn").equals("ReLU");
    if (!rectified) {
      requireActivation(layer, "activationFn", "Identity");
    }
    List<Block> blocks = new ArrayList<>(List.of(block("W", patch, out), block("b", 1, out)));
    if (layer.path("normalized").asBoolean(false)) {
      for (String key : List.of("g", "m", "s")) {
        blocks.add(block(key, 1, out));
      }
    }
    Kind kind = rectified ? Kind.RECTIFIED_CONVOLUTION : Kind.CONVOLUTION;
    int in = (int) (patch / taps);
    return new LayerDescription(name, kind, in, out, kernel, false, blocks, -1, inputs);
  }

  private static Kind pooling(JsonNode node, String key, String mean) {
    if (node.path(key).asText().equals("MAX")) {
      return Kind.MAX;
    }
    requireText(node, key, mean);
    return Kind.MEAN;
  }

  private LayerDescription embedding(String name, JsonNode layer, List<String> inputs) {
    requireActivation(layer, "activationFn", "Identity");
    int in = size(layer, "nin");
    int out = size(layer, "nout");
    return new LayerDescription(
        name, Kind.EMBEDDING, in, out, 0, false, List.of(block("W", in, out)), -1, inputs);
  }

  private LayerDescription mogrifier(String name, JsonNode layer, List<String> inputs) {
    int rounds = size(layer, "rounds");
    if (rounds > MOST_ROUNDS) {
      throw new ModelFileException("has a mogrifier of too many rounds: copy it again");
    }
    LayerDescription behind = cell(name, Kind.LSTM, layer, inputs);
    List<Block> blocks = new ArrayList<>(behind.blocks());
    blocks.add(block("Q", behind.out(), behind.in() * ((rounds + 1) / 2)));
    if (rounds > 1) {
      blocks.add(block("R", behind.in(), behind.out() * (rounds / 2)));
    }
    Kind kind = Kind.MOGRIFIED_LSTM;
    return new LayerDescription(
        name, kind, behind.in(), behind.out(), rounds, false, blocks, -1, inputs);
  }

  private LayerDescription recurrent(String name, Kind kind, JsonNode layer, List<String> inputs) {
    if (kind != Kind.RNN) {
      requireActivation(layer, "gateActivationFn", "Sigmoid");
    }
    return cell(name, kind, layer, inputs);
  }

  private LayerDescription cell(String name, Kind kind, JsonNode layer, List<String> inputs) {
    requireActivation(layer, "activationFn", "TanH");
    int in = size(layer, "nin");
    int out = size(layer, "nout");
    int gates = kind == Kind.RNN ? 1 : kind == Kind.LSTM ? 4 : 3;
    int biases = kind == Kind.GRU_RESET_AFTER ? 4 : gates;
    List<Block> blocks =
        List.of(
            block("W", in, gates * out),
            block("RW", out, gates * out),
            block("b", 1, biases * out));
    return new LayerDescription(name, kind, in, out, 0, false, blocks, -1, inputs);
  }

  private LayerDescription dense(String name, JsonNode layer, List<String> inputs) {
    boolean tanh = activation(layer, "activationFn").equals("TanH");
    if (!tanh) {
      requireActivation(layer, "activationFn", "Identity");
    }
    requireFlag(layer, "hasBias", true);
    requireFlag(layer, "hasLayerNorm", false);
    int in = size(layer, "nin");
    int out = size(layer, "nout");
    List<Block> blocks = List.of(block("W", in, out), block("b", 1, out));
    return new LayerDescription(name, Kind.DENSE, in, out, 0, tanh, blocks, -1, inputs);
  }

  private LayerDescription attention(String name, JsonNode layer, List<String> inputs) {
    requireActivation(layer, "activationFn", "Identity");
    int in = size(layer, "nin");
    int out = size(layer, "nout");
    String score = layer.path("score").asText().toUpperCase(Locale.ROOT);
    return switch (score) {
      case "DOT" ->
          new LayerDescription(name, Kind.ATTENTION_DOT, in, out, 0, false, List.of(), -1, inputs);
      case "GENERAL" ->
          new LayerDescription(
              name,
              Kind.ATTENTION_GENERAL,
              in,
              out,
              0,
              false,
              List.of(block("W", in, out)),
              -1,
              inputs);
      case "MLP" -> {
        int inner = size(layer, "size");
        List<Block> blocks =
            List.of(block("W", in, inner), block("U", out, inner), block("v", inner, 1));
        yield new LayerDescription(
            name, Kind.ATTENTION_MLP, in, out, inner, false, blocks, -1, inputs);
      }
      default ->
          throw new ModelFileException(
              "has an attention by " + ModelFileException.quote(score) + " in its network");
    };
  }

  private LayerDescription pointer(String name, JsonNode layer, List<String> inputs) {
    requireActivation(layer, "activationFn", "Identity");
    int in = size(layer, "nin");
    int out = size(layer, "nout");
    List<Block> blocks = List.of(block("W", in, out));
    return new LayerDescription(name, Kind.POINTER, in, out, 0, false, blocks, -1, inputs);
  }

  private LayerDescription output(String name, JsonNode layer, List<String> inputs) {
    requireActivation(layer, "activationFn", "Softmax");
    requireFlag(layer, "hasBias", true);
    int in = size(layer, "nin");
    int out = size(layer, "nout");
    JsonNode tied = layer.path("tiedOffset");
    if (!tied.canConvertToInt() || !tied.isIntegralNumber() || tied.intValue() < -1) {
      throw new ModelFileException(
          "has a layer "
              + ModelFileException.quote(name)
              + " that shares weights with nothing: copy it again");
    }
    List<Block> blocks = new ArrayList<>();
    if (tied.intValue() < 0) {
      blocks.add(block("W", in, out));
    }
    blocks.add(block("b", 1, out));
    int mixed = layer.has("components") ? size(layer, "components") : 1;
    boolean copying = layer.path("copying").asBoolean(false);
    if (mixed > 1 && (copying || (long) mixed * (in + 1L) > LARGEST_SIZE)) {
      throw new ModelFileException("has an impossible mixture in its network: copy it again");
    }
    Kind kind = mixed > 1 ? Kind.MIXTURE_OUTPUT : copying ? Kind.COPY_OUTPUT : Kind.OUTPUT;
    int inner = mixed > 1 ? mixed : 0;
    return new LayerDescription(name, kind, in, out, inner, false, blocks, tied.intValue(), inputs);
  }

  private Block block(String key, int rows, int columns) {
    long offset = parameters;
    parameters += (long) rows * columns;
    if (parameters > Integer.MAX_VALUE) {
      throw new ModelFileException("has more parameters in its network than this suite can read");
    }
    return new Block(key, (int) offset, rows, columns);
  }

  private static int size(JsonNode layer, String key) {
    JsonNode value = layer.path(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > LARGEST_SIZE) {
      throw new ModelFileException(
          "has "
              + ModelFileException.quote(value.isMissingNode() ? "nothing" : value.toString())
              + " as "
              + key
              + " in its network, not a size between 1 and "
              + LARGEST_SIZE);
    }
    return value.intValue();
  }

  private static String activation(JsonNode layer, String key) {
    return kind(layer.path(key)).replace("Activation", "");
  }

  private static void requireActivation(JsonNode layer, String key, String expected) {
    String found = activation(layer, key);
    if (!found.equals(expected)) {
      throw new ModelFileException(
          "has a layer with "
              + key
              + " "
              + ModelFileException.quote(found)
              + ", not "
              + expected
              + ": use DL4J's own ModelSerializer for such a network");
    }
  }

  private static void requireFlag(JsonNode layer, String key, boolean expected) {
    JsonNode value = layer.get(key);
    if (value != null && (!value.isBoolean() || value.booleanValue() != expected)) {
      throw new ModelFileException(
          "has a layer with "
              + key
              + " other than "
              + expected
              + ", which this suite does not write");
    }
  }

  private static void requireText(JsonNode node, String key, String expected) {
    String found = node.path(key).asText("");
    if (!found.equals(expected)) {
      throw new ModelFileException(
          "has "
              + key
              + " "
              + ModelFileException.quote(found)
              + " in its network, not "
              + expected
              + ": copy it again");
    }
  }
}
