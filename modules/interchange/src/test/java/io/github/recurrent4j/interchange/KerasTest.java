package io.github.recurrent4j.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of Keras's files give Keras's outputs. */
class KerasTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "gru-before, h5",
    "gru-after, h5",
    "gru-after, keras",
    "rnn, h5",
    "lstm-last, h5",
    "lstm-last, keras",
    "classifier, h5",
    "classifier, keras",
    "tagger, keras",
    "pooled, h5"
  })
  void sameOutputs(String name, String format) throws Exception {
    sameOutputsOf("keras-" + name, "keras-" + name + "." + format);
  }

  /** Files that Keras itself wrote. */
  @ParameterizedTest
  @CsvSource({"gru-before", "gru-after", "rnn", "lstm-2", "classifier", "tagger", "functional"})
  void sameOutputsAsKeras3(String name) throws Exception {
    sameOutputsOf("keras3-" + name, "keras3-" + name + ".keras");
    sameOutputsOf("keras3-" + name, "keras3-" + name + ".h5");
  }

  private static void sameOutputsOf(String values, String model) throws Exception {
    Fixtures.Values x = Fixtures.values(values + ".in.txt");
    Fixtures.Values expected = Fixtures.values(values + ".out.txt");
    try (TensorFile file = TensorFile.open(Fixtures.file(model))) {
      assertThat(file.format()).isEqualTo("Keras");
      List<ImportedLayer> layers = Importing.standard().layers(file);
      INDArray input = PyTorchTest.array(x);
      INDArray given = input.rank() == 3 ? input.permute(0, 2, 1) : input;
      INDArray y = ImportedNetwork.of(layers).output(given);
      PyTorchTest.assertEqual(y.rank() == 3 ? y.permute(0, 2, 1) : y, expected);
    }
  }

  @Test
  void bothKindsOfGruAreTold() {
    for (String name : List.of("before", "after")) {
      try (TensorFile file = TensorFile.open(Fixtures.file("keras-gru-" + name + ".h5"))) {
        Cell expected = name.equals("after") ? Cell.GRU_RESET_AFTER : Cell.GRU;
        ImportedRecurrent gru = (ImportedRecurrent) KerasModel.layers(file).get(0);
        assertThat(gru.cell()).isEqualTo(expected);
        assertThat(gru.lastOnly()).isFalse();
      }
    }
  }

  /** The classifier with another description. */
  private Path described(String from, String to) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipFile zip = new ZipFile(Fixtures.file("keras-classifier.keras").toFile());
        ZipOutputStream written = new ZipOutputStream(out)) {
      for (String part : List.of("config.json", "model.weights.h5")) {
        byte[] bytes = zip.getInputStream(zip.getEntry(part)).readAllBytes();
        if (part.equals("config.json")) {
          String text = new String(bytes, StandardCharsets.UTF_8);
          assertThat(text).contains(from);
          bytes = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        }
        written.putNextEntry(new ZipEntry(part));
        written.write(bytes);
      }
    }
    return Files.write(folder.resolve("m.keras"), out.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"concat\"        | \"sum\"          | merge_mode concat",
        "\"sigmoid\"       | \"hard_sigmoid\" | sigmoid as recurrent_activation",
        "\"Bidirectional\" | \"Conv1D\"       | not Conv1D",
        "\"softmax\"       | \"mish\"         | the activation 'mish'",
        "\"Sequential\"    | \"Mine\"         | of the kind 'Mine'",
        "\"class_name\": \"Embedding\" | \"class_name\": \"LSTM\" | has no kernel",
        "{\"class_name\"   | {{               | damaged description"
      })
  void whatIsNotReadIsSaid(String from, String to, String line) throws Exception {
    try (TensorFile file = TensorFile.open(described(from, to))) {
      assertThatThrownBy(() -> KerasModel.layers(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("m.keras")
          .hasMessageContaining(line);
    }
  }
}
