package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentCheckTest {
  private static final Path DATASETS = Path.of("../../datasets");
  private static final String TEXT = "qué día tan bonito";

  @TempDir static Path folder;

  private static Path model;
  private static String verdict;

  @BeforeAll
  static void train() {
    model = folder.resolve("m.zip");
    CommandRun ran =
        CommandRun.of(
            new SentimentCommand(),
            "train",
            "--text=" + DATASETS.resolve("tweets-es.txt"),
            "--labels=" + DATASETS.resolve("tweets-es.labels"),
            "--out=" + model,
            "--vocabulary=300",
            "--hidden=8",
            "--embedding=8",
            "--epochs=1");
    assertThat(ran.code()).as(ran.err()).isZero();
    try (SentimentClassifier classifier = SentimentClassifier.load(model)) {
      Sentiment found = classifier.classify(TEXT);
      verdict = found.name();
    }
  }

  private static CommandRun check(Object... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "check";
    all[1] = "--model=" + model;
    System.arraycopy(more, 0, all, 2, more.length);
    return CommandRun.of(new SentimentCommand(), all);
  }

  @Test
  void ownTextsAreCountedByKind() throws IOException {
    Path suite =
        Files.writeString(
            folder.resolve("own.tsv"),
            String.join(
                "\n",
                "kind\texpected\ttext\tother",
                "right\t" + verdict + "\t" + TEXT,
                "wrong\tmore-positive-than\t" + TEXT + "\t" + TEXT,
                "right\tsame-as\t" + TEXT + "\t" + TEXT));
    CommandRun ran = check("--data=" + suite, "--failures");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "right 2 of 2",
            "wrong 0 of 1",
            "all 2 of 3",
            "wrong\tfound " + verdict + "\texpected more-positive-than\t" + TEXT + "\t" + TEXT);
  }

  @Test
  void shippedTexts() {
    CommandRun ran = check("--lang=es");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("double-negation", " of 405");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertThat(check().code()).isEqualTo(2);
    assertThat(check().err()).contains("--lang");
    Path none = Files.writeString(folder.resolve("none.tsv"), "text\n");
    CommandRun ran = check("--data=" + none);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1).first().asString().contains("none.tsv is no suite");
  }
}
