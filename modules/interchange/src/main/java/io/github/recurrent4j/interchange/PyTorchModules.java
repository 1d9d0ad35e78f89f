package io.github.recurrent4j.interchange;

import io.github.recurrent4j.interchange.file.Tensor;
import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.interchange.file.TensorInfo;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.activations.Activation;

/**
 * The modules of a state dict with PyTorch's names: {@code encoder.weight_ih_l0} belongs to the
 * module {@code encoder}. GRU, LSTM and RNN of any number of layers in one or both directions,
 * their single-step cells, Embedding and Linear. The names may come in any format, safetensors as
 * well as PyTorch's own.
 *
 * <p>What a state dict does not say is assumed: tanh in a simple RNN, the reset gate after the
 * product in a GRU, as PyTorch always has it, no activation after a Linear. A matrix without bias
 * is an Embedding if nothing stands before it or its name has {@code emb} in it, otherwise a
 * Linear.
 */
public final class PyTorchModules {
  private static final Pattern RECURRENT =
      Pattern.compile("(?:(.*)\\.)?(weight|bias)_(ih|hh|hr)(?:_l(\\d{1,4}))?(_reverse)?");
  private static final Pattern PLAIN =
      Pattern.compile("(?:(.*)\\.)?(weight|bias|kernel|recurrent_kernel)");
  private static final String KERAS = "recurrent_kernel";
  private static final String FIRST = "_l0";
  private static final String REVERSE = "_reverse";

  private final TensorFile file;
  private final Map<String, Set<String>> modules = new LinkedHashMap<>();

  /** The modules of an open file, which must stay open while they are read. */
  public PyTorchModules(TensorFile file) {
    this.file = file;
    for (TensorInfo tensor : file.tensors()) {
      Matcher m = RECURRENT.matcher(tensor.name());
      Matcher plain = PLAIN.matcher(tensor.name());
      if (m.matches() || plain.matches()) {
        String module = m.matches() ? m.group(1) : plain.group(1);
        String own = module == null ? tensor.name() : tensor.name().substring(module.length() + 1);
        modules.computeIfAbsent(module == null ? "" : module, k -> new LinkedHashSet<>()).add(own);
      }
    }
  }

  /** Names of all modules, in the order of the file; "" for weights without a module's name. */
  public List<String> names() {
    return List.copyOf(modules.keySet());
  }

  private Set<String> tensors(String module) {
    Set<String> names = modules.get(module);
    if (names == null) {
      throw file.missing(() -> "has no module '" + module + "', but " + shortList());
    }
    return names;
  }

  private String shortList() {
    return modules.isEmpty() ? "none at all" : String.join(", ", modules.keySet());
  }

  /**
   * All modules, one after another: in the order of the file, or in the one in which their sizes
   * fit.
   *
   * @throws BadInputException if one of them is of an unknown kind
   */
  public List<ImportedLayer> all() {
    return flat(LayerOrder.of(modules(names())));
  }

  /**
   * Modules in this order.
   *
   * @throws BadInputException if there is no such module, or it is of an unknown kind
   */
  public List<ImportedLayer> all(List<String> names) {
    return flat(modules(names));
  }

  private List<ImportedLayer> flat(List<List<ImportedLayer>> all) {
    if (all.isEmpty()) {
      throw file.missing(
          () ->
              file.format().equals("HDF5")
                  ? "has no description of its model: save it whole, with model.save of Keras"
                  : "has no weights with PyTorch's names: list them with --list");
    }
    List<ImportedLayer> layers = new ArrayList<>();
    all.forEach(layers::addAll);
    return layers;
  }

  private List<List<ImportedLayer>> modules(List<String> names) {
    List<List<ImportedLayer>> all = new ArrayList<>();
    for (String name : names) {
      Set<String> own = tensors(name);
      if (own.stream().anyMatch(t -> t.equals(KERAS) || RECURRENT.matcher(t).matches())) {
        all.add(List.copyOf(recurrent(name)));
      } else if (!own.contains("bias") && (all.isEmpty() || name.contains("emb"))) {
        all.add(List.of(embedding(name)));
      } else {
        all.add(List.of(linear(name)));
      }
    }
    return all;
  }

  /** An Embedding: {@code weight} [ids, size]. */
  public ImportedEmbedding embedding(String module) {
    tensors(module);
    Tensor weight = matrix(qualified(module, "weight"));
    return new ImportedEmbedding(named(module), weight.size(0), weight.size(1), weight.values());
  }

  /** A Linear: {@code weight} [out, in], {@code bias} if it has one; without activation. */
  public ImportedDense linear(String module) {
    Set<String> own = tensors(module);
    Tensor weight = matrix(qualified(module, "weight"));
    float[] bias =
        own.contains("bias")
            ? vector(qualified(module, "bias"), weight.size(0))
            : new float[weight.size(0)];
    return new ImportedDense(named(module), weight.values(), bias, Activation.IDENTITY);
  }

  /** A GRU: a layer for each of its layers. */
  public List<ImportedRecurrent> gru(String module) {
    return recurrent(module, Cell.GRU_RESET_AFTER);
  }

  /** An LSTM: a layer for each of its layers. */
  public List<ImportedRecurrent> lstm(String module) {
    return recurrent(module, Cell.LSTM);
  }

  /** A simple RNN with tanh: a layer for each of its layers. */
  public List<ImportedRecurrent> rnn(String module) {
    return recurrent(module, Cell.RNN);
  }

  private List<ImportedRecurrent> recurrent(String module, Cell cell) {
    List<ImportedRecurrent> layers = recurrent(module);
    if (layers.get(0).cell() != cell) {
      throw file.missing(
          () -> "has weights of " + layers.get(0).cell() + " in '" + module + "', not " + cell);
    }
    return layers;
  }

  /** A recurrent module of any cell, which the number of its gates tells. */
  public List<ImportedRecurrent> recurrent(String module) {
    Set<String> own = tensors(module);
    if (own.stream().anyMatch(t -> t.startsWith("weight_hr"))) {
      throw file.missing(() -> "has an LSTM with projections in '" + module + "': not supported");
    }
    List<ImportedRecurrent> layers = new ArrayList<>();
    if (own.contains(KERAS)) {
      layers.add(new ImportedRecurrent(named(module), keras(module, own), null, false));
      return layers;
    }
    if (own.contains("weight_ih")) {
      layers.add(new ImportedRecurrent(named(module), half(module, own, ""), null, false));
      return layers;
    }
    for (int i = 0; own.contains("weight_ih_l" + i); i++) {
      String suffix = "_l" + i;
      CellWeights forward = half(module, own, suffix);
      CellWeights backward =
          own.contains("weight_ih" + suffix + REVERSE) ? half(module, own, suffix + REVERSE) : null;
      String name = named(module) + (suffix.equals(FIRST) ? "" : suffix);
      layers.add(new ImportedRecurrent(name, forward, backward, false));
    }
    if (layers.isEmpty()) {
      throw file.missing(() -> "has no weight_ih_l0 in '" + module + "': list it with --list");
    }
    return layers;
  }

  private CellWeights half(String module, Set<String> own, String suffix) {
    Tensor w = matrix(qualified(module, "weight_ih" + suffix));
    Tensor rw = matrix(qualified(module, "weight_hh" + suffix));
    int out = rw.size(1);
    int gates = out == 0 ? 0 : rw.size(0) / out;
    Cell cell =
        switch (gates) {
          case 1 -> Cell.RNN;
          case 3 -> Cell.GRU_RESET_AFTER;
          case 4 -> Cell.LSTM;
          default -> null;
        };
    if (cell == null || rw.size(0) != gates * out || w.size(0) != rw.size(0) || w.size(1) == 0) {
      throw file.missing(
          () ->
              "has weights of no RNN, GRU or LSTM in '"
                  + module
                  + "': "
                  + w.info().shapeText()
                  + " and "
                  + rw.info().shapeText());
    }
    ForeignCell foreign =
        new ForeignCell(
            w.values(),
            rw.values(),
            bias(module, own, "bias_ih" + suffix, gates * out),
            bias(module, own, "bias_hh" + suffix, gates * out));
    return CellWeights.of(Convention.PYTORCH, cell, w.size(1), foreign);
  }

  private CellWeights keras(String module, Set<String> own) {
    Tensor kernel = matrix(qualified(module, "kernel"));
    Tensor recurrent = matrix(qualified(module, KERAS));
    Tensor bias = own.contains("bias") ? file.tensor(qualified(module, "bias")) : null;
    try {
      return KerasCells.of(module, kernel, recurrent, bias, true);
    } catch (BadInputException e) {
      throw file.missing(e::getMessage);
    }
  }

  private float[] bias(String module, Set<String> own, String name, int length) {
    return own.contains(name) ? vector(qualified(module, name), length) : new float[length];
  }

  private Tensor matrix(String name) {
    Tensor tensor = file.tensor(name);
    if (tensor.rank() != 2 || tensor.info().elements() == 0) {
      throw wrongShape(tensor, "not a matrix: leave its module out with --layers A,B,C");
    }
    return tensor;
  }

  private float[] vector(String name, int length) {
    Tensor tensor = file.tensor(name);
    if (!tensor.info().is(length)) {
      throw wrongShape(tensor, "not [" + length + "]: save it again");
    }
    return tensor.values();
  }

  private BadInputException wrongShape(Tensor tensor, String instead) {
    TensorInfo info = tensor.info();
    return file.missing(
        () -> "has '" + info.name() + "' of shape " + info.shapeText() + ", " + instead);
  }

  private static String qualified(String module, String name) {
    return module.isEmpty() ? name : module + "." + name;
  }

  private static String named(String module) {
    return module.isEmpty() ? "layer" : module;
  }
}
