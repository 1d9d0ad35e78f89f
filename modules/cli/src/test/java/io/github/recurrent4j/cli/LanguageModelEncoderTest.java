package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentShape.Direction;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier that begins with a language model. */
class LanguageModelEncoderTest {
  private static final Path DATASETS = Path.of("../../datasets");

  @TempDir Path folder;

  private Path languageModel(String level) {
    Path file = folder.resolve(level + ".zip");
    CommandRun ran =
        CommandRun.of(
            new LanguageModelCommand(),
            "train",
            "--train=" + DATASETS.resolve("es.txt"),
            "--out=" + file,
            "--level=" + level,
            "--vocabulary=400",
            "--cell=gru",
            "--layers=2",
            "--hidden=16",
            "--tied",
            "--epochs=1");
    assertThat(ran.code()).as(ran.err()).isZero();
    return file;
  }

  private CommandRun classifier(Path encoder, Path out, String... more) {
    return CommandRun.of(
        new SentimentCommand(),
        Stream.concat(
                Stream.of(
                    "train",
                    "--text=" + DATASETS.resolve("tweets-es.txt"),
                    "--labels=" + DATASETS.resolve("tweets-es.labels"),
                    "--encoder=" + encoder,
                    "--out=" + out,
                    "--epochs=1"),
                Stream.of(more))
            .toArray());
  }

  @Test
  void embeddingAndLayersAreTheLanguageModels() {
    Path file = languageModel("bpe");
    Path out = folder.resolve("classifier.zip");
    CommandRun ran = classifier(file, out, "--encoder-rate=0");
    assertThat(ran.code()).as(ran.err()).isZero();
    try (LanguageModel from = LanguageModel.load(file);
        SentimentClassifier to = SentimentClassifier.load(out)) {
      assertThat(to.shape().direction()).isEqualTo(Direction.FORWARD);
      assertThat(to.shape().layers()).isEqualTo(2);
      assertThat(to.network().getLayer("source-embedding").getParam("W"))
          .isEqualTo(from.network().getLayer(0).getParam("W"));
      for (int i = 0; i < 2; i++) {
        assertThat(to.network().getLayer("encoder-" + i + "-forward").getParam("RW"))
            .isEqualTo(from.network().getLayer(i + 1).getParam("RW"));
      }
    }
  }

  @Test
  void charactersAreNoEncoder() {
    Path file = languageModel("char");
    CommandRun ran = classifier(file, folder.resolve("x.zip"));
    assertThat(ran.code()).isNotZero();
    assertThat(ran.err().strip().lines()).hasSize(1);
    assertThat(ran.err()).contains(file + " has no encoder").contains("byte pairs");
  }
}
