package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.sentiment.SentimentRegime.Score;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any task of labelled texts: its classes have the names of its data. */
class NamedClassesTest {
  private static final String[] ANIMALS = {"cat", "dog", "hen", "cow"};
  private static final String[] SOUNDS = {"purr", "bark", "cluck", "moo"};

  @TempDir Path folder;

  /** A CSV file with quotes, and a column that is not read. */
  private Path csv() throws IOException {
    Random random = new Random(3);
    StringBuilder rows = new StringBuilder("id,animal,note\n");
    for (int i = 0; i < 120; i++) {
      int c = i % ANIMALS.length;
      rows.append(i).append(',').append(ANIMALS[c]).append(",\"").append(word(random)).append(", ");
      rows.append(SOUNDS[c]).append(' ').append(word(random)).append("\"\n");
    }
    return Files.writeString(folder.resolve("animals.csv"), rows);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      word.append((char) ('a' + random.nextInt(8)));
    }
    return word.toString();
  }

  private SentimentClassifier trained(Labels labels, List<LabelledText> texts, int classes) {
    return SentimentTrainer.train(
        SentimentShape.standard()
            .with(s -> s.classes(classes).vocabulary(400).cell(Cell.GRU).hidden(16).embedding(16)),
        SentimentRegime.standard()
            .with(r -> r.dropout(0).bpeDropout(0).batchSize(8).score(Score.F1))
            .training(t -> t.with(s -> s.epochs(8).learningRate(0.01).patience(0).average(0))),
        SentimentData.of(texts, texts.subList(0, Math.min(24, texts.size() / 2))).of(labels),
        Output.to(folder.resolve("animals.zip")),
        TrainingListener.NONE);
  }

  @Test
  void namesComeFromTheDataAndStayInTheModel() throws IOException {
    TweetFiles files =
        new TweetFiles(
            List.of(),
            List.of(),
            List.of(),
            List.of(new TweetFiles.Table(csv(), "note", "animal")));
    Labels labels = files.found();
    assertThat(labels.names()).containsExactly("cat", "cow", "dog", "hen");
    try (SentimentClassifier model = trained(labels, files.read(labels), 4)) {
      assertThat(model.labels()).isEqualTo(labels);
      Sentiment found = model.classify("abba, moo dada");
      assertThat(found.name()).isEqualTo("cow");
      assertThat(found.line()).startsWith("cow\t0.");
      assertThat(SentimentEvaluation.of(model, files.read(labels)).table()).contains("hen ");
      assertThatThrownBy(
              () ->
                  SentimentTrainer.tune(
                      model,
                      SentimentRegime.standard(),
                      SentimentData.of(files.read(labels), List.of()).of(Labels.numbered(4)),
                      Output.to(folder.resolve("other.zip")),
                      TrainingListener.NONE))
          .isInstanceOf(BadOptionException.class);
    }
    Path model = folder.resolve("animals.zip");
    refused(model, config -> config.putArray("labels").add("cat").add("cow"));
    refused(model, config -> config.putArray("labels").add(1).add(2).add(3).add(4));
    refused(model, config -> config.put("labels", "cat"));
    refused(model, config -> config.putArray("labels").add("a").add("a").add("b").add("c"));
  }

  private void refused(Path model, Consumer<ObjectNode> change) {
    Path forged = folder.resolve("forged.zip");
    try (ModelFile file = ModelFile.read(() -> Files.newInputStream(model), "sentiment")) {
      JsonNode config = file.config().deepCopy();
      change.accept((ObjectNode) config);
      ModelFiles.write(
          forged,
          file.as(
              "sentiment",
              config,
              file.provenance(),
              Map.of(PretrainedEncoder.CODEC, file.text(PretrainedEncoder.CODEC))),
          WeightType.F32);
    }
    assertThatThrownBy(() -> SentimentClassifier.load(forged))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("names of classes")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(300));
  }

  @Test
  void textsThatAreAllHeldOutAreRefused() {
    List<LabelledText> same = List.of(new LabelledText("a b c", 0), new LabelledText("a b c", 1));
    assertThatThrownBy(() -> trained(new Labels(List.of("x", "y")), same, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("near copy");
  }

  @Test
  void namesMustBeAsManyAsTheShapeHasClasses() {
    List<LabelledText> texts = List.of(new LabelledText("a", 0), new LabelledText("b", 1));
    assertThatThrownBy(() -> trained(new Labels(List.of("x", "y")), texts, 4))
        .isInstanceOf(BadOptionException.class);
  }
}
