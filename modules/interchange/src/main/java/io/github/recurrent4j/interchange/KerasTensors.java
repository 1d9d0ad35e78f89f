package io.github.recurrent4j.interchange;

import io.github.recurrent4j.interchange.file.Tensor;
import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.interchange.file.TensorInfo;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.nd4j.linalg.activations.Activation;

/**
 * Finds the weights of a layer among the tensors of a Keras file. In {@code .h5} they lie below the
 * layer's name ({@code model_weights/gru/…/kernel:0}), in {@code .keras} below its class, counted
 * ({@code layers/gru_1/cell/vars/0}).
 */
final class KerasTensors {
  private static final String NAMED = "model_weights/";
  private static final String COUNTED = "layers/";
  private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");
  private static final Pattern END = Pattern.compile("([a-z])([A-Z])");
  private static final List<String> CELL = List.of("kernel", "recurrent_kernel", "bias");

  private final TensorFile file;
  private final List<String> names;
  private final boolean counted;
  private final Map<String, Integer> count = new HashMap<>();

  KerasTensors(TensorFile file) {
    this.file = file;
    names = file.tensors().stream().map(TensorInfo::name).toList();
    counted = names.stream().noneMatch(name -> name.startsWith(NAMED));
  }

  /** Where the next layer of this class has its weights in {@code .keras}; to be asked in order. */
  String next(String type) {
    String snake = END.matcher(WORD.matcher(type).replaceAll("$1_$2")).replaceAll("$1_$2");
    String name = snake.toLowerCase(Locale.ROOT);
    // Functional models hold their inputs, Sequential ones do not; neither has weights.
    int before = count.merge(name, 1, Integer::sum) - 1;
    return COUNTED + (before == 0 ? name : name + "_" + before) + "/";
  }

  /** Tensors of a layer; in .keras the numbers are their order. */
  private List<String> below(String layer, String place) {
    String prefix = counted ? place : NAMED + layer + "/";
    return names.stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /**
   * One of a layer's tensors.
   *
   * @param half "forward" or "backward", "" for a layer of one direction
   * @param order of the names, as {@code .keras} counts them
   * @return null if there is none
   */
  private Tensor find(String layer, String place, String half, List<String> order, String wanted) {
    List<String> found = new ArrayList<>();
    String number = "/vars/" + order.indexOf(wanted);
    for (String name : below(layer, place)) {
      String own = name.substring(name.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
      boolean same = counted ? name.endsWith(number) : own.equals(wanted);
      // The seed of a dropout within the cell lies beside its weights.
      if (same && name.contains("/" + half) && !name.contains("seed_generator")) {
        found.add(name);
      }
    }
    if (found.size() > 1) {
      throw new BadInputException(
          "has more than one " + wanted + " in '" + layer + "': save it again");
    }
    return found.isEmpty() ? null : file.tensor(found.get(0));
  }

  private static Tensor there(Tensor tensor, String layer, String wanted, int rank) {
    if (tensor == null || tensor.rank() != rank || tensor.info().elements() == 0) {
      throw new BadInputException(
          "has no "
              + wanted
              + " of "
              + rank
              + " dimensions for its layer '"
              + layer
              + "': list the tensors with --list");
    }
    return tensor;
  }

  CellWeights cell(String layer, String place, String half, boolean after) {
    return KerasCells.of(
        layer,
        there(find(layer, place, half, CELL, "kernel"), layer, "kernel", 2),
        there(find(layer, place, half, CELL, "recurrent_kernel"), layer, "recurrent_kernel", 2),
        find(layer, place, half, CELL, "bias"),
        after);
  }

  ImportedEmbedding embedding(String layer, String place) {
    List<String> order = List.of("embeddings");
    Tensor table = there(find(layer, place, "", order, "embeddings"), layer, "embeddings", 2);
    return new ImportedEmbedding(layer, table.size(0), table.size(1), table.values());
  }

  ImportedDense dense(String layer, String place, Activation activation) {
    List<String> order = List.of("kernel", "bias");
    Tensor kernel = there(find(layer, place, "", order, "kernel"), layer, "kernel", 2);
    Tensor bias = find(layer, place, "", order, "bias");
    int out = kernel.size(1);
    if (bias != null && !bias.info().is(out)) {
      throw new BadInputException(
          "has a bias of shape "
              + bias.info().shapeText()
              + " in '"
              + layer
              + "', not ["
              + out
              + "]");
    }
    float[] weights = Rows.transposed(kernel.values(), kernel.size(0), out);
    return new ImportedDense(
        layer, weights, bias == null ? new float[out] : bias.values(), activation);
  }
}
