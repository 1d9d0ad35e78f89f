package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.interchange.file.SafetensorsWriter;
import io.github.recurrent4j.interchange.file.Tensor;
import io.github.recurrent4j.languagemodel.LanguageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code r4j import}, {@code r4j export} and {@code r4j pack}. */
class InterchangeCommandsTest {
  @TempDir Path folder;
  private Path weights;

  private static Tensor tensor(String name, long... shape) {
    int count = 1;
    for (long n : shape) {
      count *= (int) n;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i % 7 - 3) * 0.1f;
    }
    return SafetensorsWriter.tensor(name, values, shape);
  }

  @BeforeEach
  void write() {
    weights = folder.resolve("w.safetensors");
    SafetensorsWriter.write(
        weights,
        List.of(
            tensor("embedding.weight", 5, 3),
            tensor("rnn.weight_ih_l0", 16, 3),
            tensor("rnn.weight_hh_l0", 16, 4),
            tensor("rnn.bias_ih_l0", 16),
            tensor("rnn.bias_hh_l0", 16),
            tensor("fc.weight", 2, 4),
            tensor("fc.bias", 2)),
        Map.of());
  }

  @Test
  void tensorsAndLayersAreListed() {
    assertThat(CommandRun.of(new ImportCommand(), "--in", weights, "--list").out().lines())
        .hasSize(7)
        .first()
        .isEqualTo("embedding.weight\tf32\t[5, 3]");
    assertThat(CommandRun.of(new ImportCommand(), "--in", weights).out().lines())
        .containsExactly("embedding\tembedding\t5\t3", "rnn\tlstm\t3\t4", "fc\tdense\t4\t2");
  }

  @Test
  void aNetworkIsWrittenOnce() throws Exception {
    Path out = folder.resolve("n.zip");
    assertThat(CommandRun.of(new ImportCommand(), "--in", weights, "--out", out, "--last").code())
        .isZero();
    MultiLayerNetwork network = MultiLayerNetwork.load(out.toFile(), true);
    assertThat(network.getnLayers()).isEqualTo(3);
    CommandRun again = CommandRun.of(new ImportCommand(), "--in", weights, "--out", out);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("is there already");
    assertThat(
            CommandRun.of(new ImportCommand(), "--in", weights, "--out", out, "--overwrite").code())
        .isZero();
  }

  @Test
  void aLanguageModelAnswers() throws Exception {
    Path file = folder.resolve("lm.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            tensor("embedding.weight", 3, 2),
            tensor("rnn.weight_ih_l0", 12, 2),
            tensor("rnn.weight_hh_l0", 12, 4),
            tensor("decoder.weight", 3, 4),
            tensor("decoder.bias", 3)),
        Map.of());
    Path tokens = Files.writeString(folder.resolve("v.json"), "{\"a\": 1, \"\\n\": 0, \"b\": 2}");
    Path out = folder.resolve("lm.zip");
    CommandRun ran =
        CommandRun.of(new ImportCommand(), "--in", file, "--vocabulary", tokens, "--out", out);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    try (LanguageModel model = LanguageModel.load(out)) {
      assertThat(model.vocabulary().tokens()).containsExactly("\n", "a", "b");
      assertThat(model.score("abba").logProbability()).isNegative();
    }
    Path few = Files.writeString(folder.resolve("v.txt"), "a\nb\n");
    assertThat(
            CommandRun.of(
                    new ImportCommand(),
                    "--in",
                    file,
                    "--vocabulary",
                    few,
                    "--out",
                    out,
                    "--overwrite")
                .err())
        .contains("the vocabulary 2");
    Path onnx = folder.resolve("lm.onnx");
    CommandRun exported = CommandRun.of(new ExportCommand(), "--model", out, "--out", onnx);
    assertThat(exported.out().strip()).isEqualTo(onnx.toString());
    assertThat(onnx).exists();
    assertThat(CommandRun.of(new ExportCommand(), "--model", out, "--out", onnx).err())
        .contains("is there already");
    Path packed = folder.resolve("packed.zip");
    assertThat(CommandRun.of(new PackCommand(), out, "--out", packed).code()).isZero();
    try (LanguageModel full = LanguageModel.load(out);
        LanguageModel small = LanguageModel.load(packed)) {
      assertThat(small.score("abba").logProbability())
          .isCloseTo(full.score("abba").logProbability(), within(0.02));
    }
    assertThat(CommandRun.of(new PackCommand(), out, "--out", packed).err())
        .contains("is there already");
    assertThat(CommandRun.of(new PackCommand(), onnx, "--out", packed, "--overwrite").code())
        .isEqualTo(1);
    CommandRun none =
        CommandRun.of(new PackCommand(), out, "--out", packed, "--base", "none", "--overwrite");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("no model 'none' is shipped");
    assertThat(CommandRun.of(new PackCommand(), out, "--out", packed, "--kilobytes", "0").code())
        .isEqualTo(2);
  }

  @Test
  void whatIsWrongIsOneLine() throws Exception {
    Path text = Files.writeString(folder.resolve("t.pt"), "no weights at all");
    CommandRun ran = CommandRun.of(new ImportCommand(), "--in", text);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1).first().asString().contains("t.pt is damaged");
    assertThat(CommandRun.of(new ImportCommand(), "--in", folder.resolve("none")).code())
        .isEqualTo(1);
    assertThat(CommandRun.of(new ImportCommand(), "--in", weights, "--layers", "rnn,other").err())
        .contains("no module 'other'");
    assertThat(CommandRun.of(new ImportCommand(), "--in", weights, "--list", "--out", text).code())
        .isEqualTo(2);
  }

  @Test
  void exportsAreCheckedFirst() throws Exception {
    Path model = folder.resolve("m.zip");
    CommandRun.of(new ImportCommand(), "--in", weights, "--out", model);
    assertThat(CommandRun.of(new ExportCommand(), "--model", model, "--out", "a.txt").code())
        .isEqualTo(2);
    assertThat(CommandRun.of(new ExportCommand(), "--out", "a.onnx").code()).isEqualTo(2);
    Path missing = folder.resolve("none.zip");
    CommandRun ran =
        CommandRun.of(new ExportCommand(), "--model", missing, "--out", folder.resolve("a.onnx"));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("does not exist");
  }
}
