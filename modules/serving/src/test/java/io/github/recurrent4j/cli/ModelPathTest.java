package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.languagemodel.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a training begins: here, since this module has the shipped models on its class path. */
class ModelPathTest {
  @TempDir Path folder;

  @Test
  void shippedModelsGoByTheirNames() throws IOException {
    Path file = new ModelPath().convert("spanish");
    assertThat(file.getFileName()).hasToString("spanish.zip");
    try (LanguageModel copy = LanguageModel.load(file);
        LanguageModel shipped = LanguageModel.pretrained("spanish")) {
      assertThat(copy.score("hola").logProbability())
          .isEqualTo(shipped.score("hola").logProbability());
    }
  }

  @Test
  void filesAreThemselves() throws IOException {
    Path file = Files.createFile(folder.resolve("spanish"));
    assertThat(new ModelPath().convert(file.toString())).isEqualTo(file);
    assertThat(new ModelPath().convert("nothing-of-this-name")).hasToString("nothing-of-this-name");
    assertThat(new ModelPath().convert("sub/spanish")).isEqualTo(Path.of("sub/spanish"));
  }

  /** The command says where the model came from, and goes on from it. */
  @Test
  void trainingBeginsWithAShippedModel() throws IOException {
    Path text = Files.writeString(folder.resolve("t.txt"), "Me gusta el té.\n".repeat(400));
    Path out = folder.resolve("mine.zip");
    int code =
        CommandLines.line(new LanguageModelCommand(), false)
            .execute(
                "train",
                "--from=spanish",
                "--train=" + text,
                "--out=" + out,
                "--batch-size=4",
                "--bptt=16",
                "--epochs=1");
    assertThat(code).isZero();
    try (LanguageModel mine = LanguageModel.load(out);
        LanguageModel shipped = LanguageModel.pretrained("spanish")) {
      assertThat(mine.provenance()).containsEntry("from", "spanish.zip");
      assertThat(mine.score("Me gusta el té.").logProbability())
          .isGreaterThan(shipped.score("Me gusta el té.").logProbability());
    }
  }
}
