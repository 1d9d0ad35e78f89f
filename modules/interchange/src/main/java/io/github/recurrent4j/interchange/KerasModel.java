package io.github.recurrent4j.interchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;

/**
 * The layers of a model that Keras saved as {@code .h5} or {@code .keras}: Sequential, or
 * Functional where each layer reads the one before. The file says what PyTorch's do not:
 * activations, whether only the last state is given, the kind of a GRU.
 *
 * <p>Embedding, SimpleRNN, GRU (both kinds), LSTM, Bidirectional of these, Dense, TimeDistributed
 * of Dense, Activation, GlobalMaxPooling1D and GlobalAveragePooling1D. Layers that do nothing when
 * a model answers (Input, Dropout, Masking and the like) are left out; masks are given to the DL4J
 * network instead.
 */
public final class KerasModel {
  private static final Set<String> IDLE =
      Set.of(
          "InputLayer",
          "Dropout",
          "SpatialDropout1D",
          "GaussianNoise",
          "GaussianDropout",
          "ActivityRegularization",
          "Masking");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TensorFile file;
  private final KerasTensors tensors;
  private final List<ImportedLayer> layers = new ArrayList<>();

  private KerasModel(TensorFile file) {
    this.file = file;
    this.tensors = new KerasTensors(file);
  }

  /** Whether a file has the description of a model that Keras writes. */
  public static boolean is(TensorFile file) {
    return file.text("model_config") != null;
  }

  /**
   * The layers of a file, with their weights.
   *
   * @throws BadInputException if it has others, or settings that no layer of this suite has
   */
  public static List<ImportedLayer> layers(TensorFile file) {
    KerasModel model = new KerasModel(file);
    try {
      model.read();
    } catch (BadInputException e) {
      // What a file lacks is said with its name already.
      if (e.getMessage().startsWith(file.name())) {
        throw e;
      }
      throw file.missing(e::getMessage);
    }
    return model.layers;
  }

  private void read() {
    String text = file.text("model_config");
    JsonNode model;
    try {
      model = JSON.readTree(text == null ? "" : text);
    } catch (JsonProcessingException e) {
      throw new BadInputException("has a damaged description of its model: save it again", e);
    }
    String kind = model.path("class_name").asText();
    if (!kind.equals("Sequential") && !kind.equals("Functional") && !kind.equals("Model")) {
      throw new BadInputException(
          "is a model of the kind '" + kind + "': Sequential and Functional are read");
    }
    JsonNode config = model.path("config");
    // The oldest files have the list itself.
    JsonNode list = config.isArray() ? config : config.path("layers");
    String before = null;
    for (JsonNode layer : list) {
      if (!kind.equals("Sequential")) {
        requireChain(layer, before);
      }
      String type = layer.path("class_name").asText();
      JsonNode settings = layer.path("config");
      String name = settings.path("name").asText(layer.path("name").asText(type));
      // Keras 3 numbers all layers, those without weights, too.
      String place = tensors.next(type);
      add(type, name, place, settings);
      before = name;
    }
    if (layers.isEmpty()) {
      throw new BadInputException("has no layers in the description of its model: save it again");
    }
  }

  private static void requireChain(JsonNode layer, String before) {
    Set<String> read = new HashSet<>();
    readNames(layer.path("inbound_nodes"), read);
    Set<String> expected = before == null ? Set.of() : Set.of(before);
    if (!read.equals(expected)) {
      throw new BadInputException(
          "has a layer '"
              + layer.path("config").path("name").asText()
              + "' that reads others than the one before it: such graphs are not read");
    }
  }

  /** Names in [name, node, tensor, …], however deep Keras hides them. */
  private static void readNames(JsonNode node, Set<String> names) {
    if (node.isArray() && node.size() >= 3 && node.get(0).isTextual() && node.get(1).isInt()) {
      names.add(node.get(0).asText());
      return;
    }
    node.forEach(inner -> readNames(inner, names));
  }

  private void add(String type, String name, String place, JsonNode config) {
    switch (type) {
      case "Embedding" -> layers.add(tensors.embedding(name, place));
      case "SimpleRNN", "GRU", "LSTM" -> {
        CellWeights cell = tensors.cell(name, place, "", resetsAfter(config));
        requireCell(name, type, config);
        layers.add(new ImportedRecurrent(name, cell, null, lastOnly(config)));
      }
      case "Bidirectional" -> bidirectional(name, place, config);
      case "Dense" -> layers.add(tensors.dense(name, place, activation(name, config)));
      case "TimeDistributed" -> {
        JsonNode inner = config.path("layer");
        require(
            inner.path("class_name").asText().equals("Dense"), name, "a TimeDistributed of Dense");
        layers.add(tensors.dense(name, place, activation(name, inner.path("config"))));
      }
      case "Activation", "Softmax" -> {
        int last = layers.size() - 1;
        boolean follows =
            last >= 0
                && layers.get(last) instanceof ImportedDense dense
                && dense.activation() == Activation.IDENTITY;
        require(follows, name, "an activation after a Dense without one");
        Activation activation =
            type.equals("Softmax") ? Activation.SOFTMAX : activation(name, config);
        layers.set(last, ((ImportedDense) layers.get(last)).withActivation(activation));
      }
      case "GlobalMaxPooling1D" -> layers.add(new ImportedPooling(name, PoolingType.MAX));
      case "GlobalAveragePooling1D" -> layers.add(new ImportedPooling(name, PoolingType.AVG));
      default -> require(IDLE.contains(type), name, "a layer that this suite has, not " + type);
    }
  }

  private void bidirectional(String name, String place, JsonNode config) {
    JsonNode inner = config.path("layer");
    String type = inner.path("class_name").asText();
    JsonNode settings = inner.path("config");
    require(
        type.equals("GRU") || type.equals("LSTM") || type.equals("SimpleRNN"),
        name,
        "a Bidirectional of SimpleRNN, GRU or LSTM");
    require(
        config.path("merge_mode").asText("concat").equals("concat"),
        name,
        "both directions side by side (merge_mode concat)");
    requireCell(name, type, settings);
    boolean after = resetsAfter(settings);
    CellWeights forward = tensors.cell(name, place, "forward", after);
    CellWeights backward = tensors.cell(name, place, "backward", after);
    layers.add(new ImportedRecurrent(name, forward, backward, lastOnly(settings)));
  }

  private static boolean lastOnly(JsonNode config) {
    return !config.path("return_sequences").asBoolean(false);
  }

  private static boolean resetsAfter(JsonNode config) {
    return config.path("reset_after").asBoolean(false);
  }

  private static void requireCell(String name, String type, JsonNode config) {
    require(config.path("activation").asText("tanh").equals("tanh"), name, "tanh as activation");
    require(
        type.equals("SimpleRNN")
            || config.path("recurrent_activation").asText("sigmoid").equals("sigmoid"),
        name,
        "sigmoid as recurrent_activation");
    require(!config.path("go_backwards").asBoolean(false), name, "go_backwards=False");
  }

  private static Activation activation(String name, JsonNode config) {
    String text = config.path("activation").asText("linear");
    return switch (text) {
      case "linear", "null" -> Activation.IDENTITY;
      case "softmax" -> Activation.SOFTMAX;
      case "sigmoid" -> Activation.SIGMOID;
      case "tanh" -> Activation.TANH;
      case "relu" -> Activation.RELU;
      case "elu", "selu", "softplus", "softsign" ->
          Activation.valueOf(text.toUpperCase(Locale.ROOT));
      default ->
          throw new BadInputException(
              "has the activation '" + text + "' in '" + name + "', which is not read");
    };
  }

  private static void require(boolean holds, String name, String what) {
    if (!holds) {
      throw new BadInputException("needs " + what + " in its layer '" + name + "'");
    }
  }
}
