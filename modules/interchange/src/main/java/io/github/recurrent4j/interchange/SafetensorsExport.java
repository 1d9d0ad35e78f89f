package io.github.recurrent4j.interchange;

import static io.github.recurrent4j.interchange.file.SafetensorsWriter.tensor;

import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Block;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.interchange.file.SafetensorsWriter;
import io.github.recurrent4j.interchange.file.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's weights as safetensors, with PyTorch's names where PyTorch has the layer: {@code
 * weight}, {@code bias}, {@code weight_ih_l0} and so on. The two directions of an encoder, where
 * PyTorch has its cell, are the layers of one bidirectional module. A GRU that resets before the
 * product, which PyTorch lacks, has Keras's names ({@code kernel}, {@code recurrent_kernel}, {@code
 * bias}), for {@code GRU(reset_after=False)}.
 *
 * <p>An attention has {@code weight} [memory, query], or {@code query.weight}, {@code
 * memory.weight} and {@code score.weight} if it has a hidden layer. An output that shares the
 * embedding's weights has a copy of them.
 */
public final class SafetensorsExport {
  private static final Pattern HALF = Pattern.compile("(.*)-(\\d+)-(forward|backward)");

  private final StoredLayers stored;
  private final List<Tensor> tensors = new ArrayList<>();

  private SafetensorsExport(ModelFile file) {
    stored = new StoredLayers(file);
  }

  /** Writes the weights of a model; app and shape are in the file's metadata. */
  public static void write(ModelFile model, Path file) {
    SafetensorsExport export = new SafetensorsExport(model);
    model.network().layers().forEach(export::add);
    Map<String, String> metadata =
        Map.of("format", "pt", "app", model.app(), "config", model.config().toString());
    SafetensorsWriter.write(file, export.tensors, metadata);
  }

  private void add(LayerDescription layer) {
    String name = layer.name().replace('-', '_');
    int in = layer.in();
    int out = layer.out();
    switch (layer.kind()) {
      case EMBEDDING -> add(name + ".weight", stored.values(layer, "W"), in, out);
      case DENSE -> {
        add(name + ".weight", stored.values(layer, "W"), out, in);
        add(name + ".bias", stored.values(layer, "b"), out);
      }
      case OUTPUT, MIXTURE_OUTPUT -> {
        add(name + ".weight", stored.output(layer), out, in);
        add(name + ".bias", stored.values(layer, "b"), out);
      }
      case RNN, LSTM, GRU_RESET_AFTER -> pytorch(layer);
      case GRU -> keras(layer, name);
      case ATTENTION_GENERAL -> add(name + ".weight", stored.values(layer, "W"), out, in);
      case ATTENTION_MLP -> {
        add(name + ".query.weight", stored.values(layer, "W"), layer.inner(), in);
        add(name + ".memory.weight", stored.values(layer, "U"), layer.inner(), out);
        add(name + ".score.weight", stored.values(layer, "v"), 1, layer.inner());
      }
      default -> {
        for (Block block : layer.blocks()) {
          float[] values = stored.values(layer, block.key());
          add(name + "." + block.key(), values, block.columns(), block.rows());
        }
      }
    }
  }

  private void pytorch(LayerDescription layer) {
    ForeignCell cell = stored.recurrent(layer, Convention.PYTORCH);
    String name = layer.name().replace('-', '_');
    String suffix = "_l0";
    Matcher half = HALF.matcher(layer.name());
    if (half.matches()) {
      name = half.group(1).replace('-', '_');
      suffix = "_l" + half.group(2) + (half.group(3).equals("backward") ? "_reverse" : "");
    }
    int rows = cell.inputBias().length;
    add(name + ".weight_ih" + suffix, cell.w(), rows, layer.in());
    add(name + ".weight_hh" + suffix, cell.rw(), rows, layer.out());
    add(name + ".bias_ih" + suffix, cell.inputBias(), rows);
    add(name + ".bias_hh" + suffix, cell.recurrentBias(), rows);
  }

  private void keras(LayerDescription layer, String name) {
    ForeignCell cell = stored.recurrent(layer, Convention.KERAS);
    int columns = cell.inputBias().length;
    float[] kernel = Rows.transposed(cell.w(), columns, layer.in());
    float[] recurrent = Rows.transposed(cell.rw(), columns, layer.out());
    add(name + ".kernel", kernel, layer.in(), columns);
    add(name + ".recurrent_kernel", recurrent, layer.out(), columns);
    add(name + ".bias", cell.inputBias(), columns);
  }

  private void add(String name, float[] values, long... shape) {
    tensors.add(tensor(name, values, shape));
  }
}
