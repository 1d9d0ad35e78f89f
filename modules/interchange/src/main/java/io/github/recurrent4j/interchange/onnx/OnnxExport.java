package io.github.recurrent4j.interchange.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.interchange.StoredLayers;
import io.github.recurrent4j.interchange.onnx.LayerNodes.Value;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.TensorProto.DataType;

/**
 * A model's network as ONNX (operators of version 13, float32), as its app runs it:
 *
 * <ul>
 *   <li>one input of which whole texts are read (a classifier): {@code source} [batch, time] and
 *       {@code lengths} [batch] to {@code logits} and {@code probabilities} [batch, classes], the
 *       latter at the model's temperature;
 *   <li>one input that is read step by step (a language model): {@code input} [batch, time] and the
 *       state of each layer to logits and probabilities [batch, time, tokens] and the states after;
 *       a step is a time of 1, a state at the beginning zeros;
 *   <li>two inputs (a translator): a graph for the encoder, from {@code source} and {@code lengths}
 *       to what the decoder reads of it, and one for the decoder's step.
 * </ul>
 *
 * <p>Ids and lengths are int64, states [batch, size]; a state {@code layer1.h} comes back as {@code
 * layer1.h.next}. The model's vocabularies, its app and its shape lie in the metadata.
 */
public final class OnnxExport {
  private static final String LENGTHS = "lengths";
  private static final String BATCH = "batch";
  private static final String TIME = "time";
  private static final String STEPS = "steps";
  private static final String TEMPERATURE = "temperature";
  private static final String NEXT = ".next";
  private static final String[] STATES = {"h", "c"};
  private static final String ENDING = ".onnx";

  private final ModelFile model;
  private final StoredLayers stored;
  private final List<LayerDescription> layers;

  private OnnxExport(ModelFile model) {
    this.model = model;
    this.stored = new StoredLayers(model);
    this.layers = model.network().layers();
  }

  /**
   * Writes a model: one file, or for a network of two inputs two, {@code NAME.encoder.onnx} and
   * {@code NAME.decoder.onnx} for {@code NAME.onnx}.
   *
   * @return what was written
   * @throws BadInputException if the network has another form, or a file cannot be written
   */
  public static List<Path> write(ModelFile model, Path file) {
    List<Path> written = new ArrayList<>();
    OnnxExport export = new OnnxExport(model);
    export
        .graphs()
        .forEach(
            (name, graph) -> {
              Path to = name.isEmpty() ? file : named(file, name);
              AtomicFile.write(to, graph::writeTo);
              written.add(to);
            });
    return written;
  }

  /** Where {@link #write} puts the graphs of this model. */
  public static List<Path> files(ModelFile model, Path file) {
    return model.network().inputs().size() == 1
        ? List.of(file)
        : List.of(named(file, "encoder"), named(file, "decoder"));
  }

  private static Path named(Path file, String part) {
    String name = file.getFileName().toString();
    String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - 5) : name;
    return file.resolveSibling(stem + "." + part + ENDING);
  }

  private Map<String, ModelProto> graphs() {
    List<String> inputs = model.network().inputs();
    requireIds(inputs);
    if (inputs.size() == 1) {
      boolean whole =
          layers.stream()
              .anyMatch(l -> l.kind() == Kind.REVERSE || l.kind() == Kind.LAST || pools(l));
      return Map.of("", whole ? whole(inputs.get(0)) : steps(inputs.get(0)));
    }
    if (inputs.size() != 2) {
      throw new BadInputException(
          "the network has " + inputs.size() + " inputs: ONNX is written of one or two");
    }
    Set<String> decoding = new LinkedHashSet<>(List.of(inputs.get(1)));
    for (LayerDescription layer : layers) {
      if (layer.inputs().stream().anyMatch(decoding::contains)) {
        decoding.add(layer.name());
      }
    }
    Map<String, ModelProto> both = new LinkedHashMap<>();
    both.put("encoder", encoder(inputs.get(0), decoding));
    both.put("decoder", decoder(decoding));
    return both;
  }

  private void requireIds(List<String> inputs) {
    for (LayerDescription layer : layers) {
      boolean ids = layer.kind() == Kind.EMBEDDING || layer.kind() == Kind.ONE_HOT;
      if (!ids && layer.inputs().stream().anyMatch(inputs::contains)) {
        throw new BadInputException(
            "the network's layer '"
                + layer.name()
                + "' reads an input otherwise than an embedding does: ONNX is not written of it");
      }
    }
  }

  private static boolean pools(LayerDescription layer) {
    return layer.kind() == Kind.MAX || layer.kind() == Kind.MEAN;
  }

  /** What a graph is made with. */
  private record Making(GraphBuilder graph, LayerNodes nodes) {}

  private Making making(String name) {
    GraphBuilder graph = new GraphBuilder(name);
    return new Making(graph, new LayerNodes(graph, stored));
  }

  private static void ids(Making making, String name, String steps) {
    making.graph.input(name, DataType.INT64, BATCH, steps);
    String turned =
        making.graph.node(
            "Transpose", new String[] {name}, GraphBuilder.Attribute.of("perm", 1, 0));
    making.nodes.put(name, new Value(turned, 0, true));
  }

  private static void lengths(Making making) {
    making.graph.input(LENGTHS, DataType.INT64, BATCH);
    making.nodes.lengths(LENGTHS);
  }

  private ModelProto whole(String input) {
    Making making = making(model.app());
    ids(making, input, TIME);
    lengths(making);
    layers.forEach(making.nodes::add);
    probabilities(making);
    return making.graph.build(metadata());
  }

  private ModelProto steps(String input) {
    Making making = making(model.app());
    ids(making, input, STEPS);
    for (LayerDescription layer : layers) {
      if (StoredLayers.cell(layer) == null) {
        making.nodes.add(layer);
      } else {
        stateful(making, layer);
      }
    }
    probabilities(making);
    return making.graph.build(metadata());
  }

  /** A recurrent layer whose state the caller keeps. */
  private static void stateful(Making making, LayerDescription layer) {
    List<String> names = stateNames(layer);
    for (String name : names) {
      making.graph.input(name, DataType.FLOAT, BATCH, layer.out());
    }
    String[] next = names.stream().map(name -> name + NEXT).toArray(String[]::new);
    Value in = making.nodes.value(layer.inputs().get(0));
    making.nodes.put(
        layer.name(), making.nodes.recurrent(layer, in, names.toArray(String[]::new), next));
    for (String name : next) {
      making.graph.output(name, BATCH, layer.out());
    }
  }

  private static List<String> stateNames(LayerDescription layer) {
    List<String> names = new ArrayList<>();
    int states = layer.kind() == Kind.LSTM ? 2 : 1;
    for (int i = 0; i < states; i++) {
      names.add(layer.name() + "." + STATES[i]);
    }
    return names;
  }

  private ModelProto encoder(String input, Set<String> decoding) {
    Making making = making(model.app() + " encoder");
    ids(making, input, TIME);
    lengths(making);
    layers.stream().filter(l -> !decoding.contains(l.name())).forEach(making.nodes::add);
    handedOver(decoding)
        .forEach(
            (read, names) -> {
              Value value = making.nodes.value(read);
              for (String name : names) {
                if (value.sequence()) {
                  making.graph.rename(making.nodes.swapped(value.name()), name);
                  making.graph.output(name, BATCH, TIME, value.size());
                } else {
                  making.graph.rename(value.name(), name);
                  making.graph.output(name, BATCH, value.size());
                }
              }
            });
    return making.graph.build(metadata());
  }

  /** What decoding layers read of the encoder, and under which names it is handed over. */
  private Map<String, List<String>> handedOver(Set<String> decoding) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (LayerDescription layer : layers) {
      for (int i = 0; decoding.contains(layer.name()) && i < layer.inputs().size(); i++) {
        String read = layer.inputs().get(i);
        if (!decoding.contains(read)) {
          boolean state = StoredLayers.cell(layer) != null;
          String name = state ? stateNames(layer).get(i - 1) : read;
          List<String> names = result.computeIfAbsent(read, k -> new ArrayList<>());
          if (!names.contains(name)) {
            names.add(name);
          }
        }
      }
    }
    return result;
  }

  private ModelProto decoder(Set<String> decoding) {
    Making making = making(model.app() + " decoder");
    ids(making, model.network().inputs().get(1), STEPS);
    for (LayerDescription layer : layers) {
      if (!decoding.contains(layer.name())) {
        continue;
      }
      if (StoredLayers.cell(layer) != null) {
        stateful(making, layer);
        continue;
      }
      if (StoredLayers.attends(layer)) {
        memory(making, layer);
      }
      making.nodes.add(layer);
    }
    probabilities(making);
    if (making.nodes.attentionWeights() != null) {
      making.graph.rename(making.nodes.attentionWeights(), "attention");
      making.graph.output("attention", BATCH, STEPS, TIME);
    }
    return making.graph.build(metadata());
  }

  private static void memory(Making making, LayerDescription attention) {
    String name = attention.inputs().get(1);
    if (making.nodes.value(name) == null) {
      making.graph.input(name, DataType.FLOAT, BATCH, TIME, attention.out());
      making.nodes.put(name, new Value(making.nodes.swapped(name), attention.out(), true));
      lengths(making);
    }
  }

  private void probabilities(Making making) {
    String name = model.network().outputs().get(0);
    LayerDescription layer =
        layers.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
    Value logits = making.nodes.value(name);
    if (layer.kind() != Kind.OUTPUT || model.network().outputs().size() > 1) {
      throw new BadInputException(
          "the network ends in '"
              + layer.name()
              + "', not in a softmax: ONNX is not written of it");
    }
    String rows = logits.sequence() ? making.nodes.swapped(logits.name()) : logits.name();
    Object[] shape =
        logits.sequence()
            ? new Object[] {BATCH, STEPS, logits.size()}
            : new Object[] {BATCH, logits.size()};
    making.graph.rename(rows, "logits");
    making.graph.output("logits", shape);
    JsonNode temperature = temperature();
    String scaled =
        temperature.isNumber()
            ? making.graph.node("Div", rows, making.graph.scalar(temperature.floatValue()))
            : rows;
    making.graph.node(
        "Softmax",
        new String[] {scaled},
        new String[] {"probabilities"},
        GraphBuilder.Attribute.of("axis", -1));
    making.graph.output("probabilities", shape);
  }

  /** What calibrates a classifier's probabilities; older files have it in the provenance. */
  private JsonNode temperature() {
    JsonNode temperature = model.config().path(TEMPERATURE);
    return temperature.isMissingNode() ? model.provenance().path(TEMPERATURE) : temperature;
  }

  private Map<String, String> metadata() {
    Map<String, String> texts = new HashMap<>(model.texts());
    texts.put("app", model.app());
    texts.put("config", model.config().toString());
    return new java.util.TreeMap<>(texts);
  }
}
