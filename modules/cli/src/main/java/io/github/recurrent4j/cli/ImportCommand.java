package io.github.recurrent4j.cli;

import io.github.recurrent4j.interchange.ImportedLayer;
import io.github.recurrent4j.interchange.ImportedNetwork;
import io.github.recurrent4j.interchange.ImportedRecurrent;
import io.github.recurrent4j.interchange.ImportedVocabulary;
import io.github.recurrent4j.interchange.Importing;
import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.interchange.file.TensorInfo;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.OutputFiles;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j import}. */
@Command(
    name = "import",
    description = {
      "Reads weights of PyTorch, Keras, NumPy or safetensors, and makes a DL4J network of them.",
      "Prints one line for each layer: name, kind, input size, output size."
    })
final class ImportCommand implements Runnable {
  @Option(
      names = "--in",
      required = true,
      description = "file of weights: .safetensors, .pt, .npz, .npy, .h5 or .keras")
  Path in;

  @Option(
      names = "--list",
      description = "list the tensors instead: name, type and shape, separated by tabs")
  boolean list;

  @Option(
      names = "--layers",
      split = ",",
      paramLabel = "NAME",
      description = "modules of a state dict, in order; else all, in the order of the file")
  List<String> layers = List.of();

  @Option(
      names = "--last",
      description = "of a state dict: the last recurrent layer gives its last state only")
  boolean last;

  @Option(
      names = "--output",
      defaultValue = "softmax",
      description =
          "of a state dict: what follows the last Linear, softmax, sigmoid or identity"
              + " (${DEFAULT-VALUE})")
  Importing.Head head;

  @Option(
      names = "--vocabulary",
      description =
          "a language model's tokens in the order of their ids, as JSON or one a line; --out is"
              + " then a model for 'r4j lm'")
  Path vocabulary;

  @Option(
      names = "--units",
      defaultValue = "char",
      description = "what the tokens of --vocabulary are, char or word (${DEFAULT-VALUE})")
  Units units;

  @Option(names = "--out", description = "network to write, which MultiLayerNetwork.load reads")
  Path out;

  @Option(names = "--overwrite", description = "put it in the place of a file that is there")
  boolean overwrite;

  @Override
  public void run() {
    BadOptionException.require(!list || out == null, "give --list or --out, not both");
    BadOptionException.require(
        vocabulary == null || out != null,
        "--vocabulary is for a model that is written: give --out");
    if (out == null) {
      read(null);
      return;
    }
    Output output = overwrite ? Output.to(out).overwriting() : Output.to(out);
    try (OutputFiles taken = output.take(List.of(in))) {
      read(out);
    }
  }

  private void read(Path to) {
    try (TensorFile file = TensorFile.open(in)) {
      if (list) {
        for (TensorInfo tensor : file.tensors()) {
          System.out.println(tensor.name() + "\t" + tensor.type() + "\t" + tensor.shapeText());
        }
        return;
      }
      List<ImportedLayer> read = new Importing(layers, last, head).layers(file);
      for (ImportedLayer layer : read) {
        System.out.println(
            layer.name() + "\t" + kind(layer) + "\t" + layer.in() + "\t" + layer.out());
      }
      if (to != null && vocabulary != null) {
        ImportedLanguageModel.write(read, ImportedVocabulary.read(vocabulary), units, in, to);
      } else if (to != null) {
        ImportedNetwork.write(ImportedNetwork.of(read), to);
      }
    }
  }

  private static String kind(ImportedLayer layer) {
    String kind = layer.getClass().getSimpleName().replace("Imported", "");
    if (layer instanceof ImportedRecurrent recurrent) {
      kind = recurrent.cell() + (recurrent.bidirectional() ? " both ways" : "");
    }
    return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
