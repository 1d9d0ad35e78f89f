package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.inference.model.BaseModel;
import io.github.recurrent4j.inference.model.LowRankChange;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.training.LowRank;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.LabelledText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shipped classifier that is trained on, stored as a change of it. */
class AdapterTest {
  private static final int BYTES = 60_000;
  private static final List<String> TEXTS =
      List.of("the kiosk is shut", "the kiosk is open", "the kiosk moves to town", "I love it");

  @TempDir static Path folder;

  private static Path full;

  /** What a shop that is shut means, which the shipped model cannot know. */
  @BeforeAll
  static void train() {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      texts.add(new LabelledText("the kiosk in street " + i + " is shut", 0));
      texts.add(new LabelledText("the kiosk in street " + i + " is open", 2));
    }
    full = folder.resolve("full.zip");
    SentimentRegime regime =
        SentimentRegime.standard()
            .withBatchSize(16)
            .training(t -> t.withEpochs(12).withLearningRate(0.005));
    try (SentimentClassifier start = SentimentClassifier.pretrained(Language.EN)) {
      SentimentTrainer.tune(
              start,
              regime,
              SentimentData.of(texts, texts.subList(0, 10)),
              Output.to(full),
              TrainingListener.NONE)
          .close();
    }
  }

  private static Path packed(String name) {
    Path out = folder.resolve(name);
    ModelFiles.readAny(
        full,
        model -> {
          try (model;
              BaseModel base = BaseModel.shipped("sentiment-en");
              OutputStream stream = Files.newOutputStream(out)) {
            LowRankChange change = LowRank.change(base, model, BYTES);
            model.write(stream, change);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return out;
        });
    return out;
  }

  @Test
  void saysWhatTheWholeModelSays() throws IOException {
    Path small = packed("small.zip");
    assertThat(Files.size(small)).isBetween(BYTES / 2L, BYTES * 5L / 4);
    try (SentimentClassifier shipped = SentimentClassifier.pretrained(Language.EN);
        SentimentClassifier whole = SentimentClassifier.load(full);
        SentimentClassifier adapted = SentimentClassifier.load(small)) {
      assertThat(adapted.shape()).isEqualTo(whole.shape());
      assertThat(adapted.provenance()).isEqualTo(whole.provenance());
      for (String text : TEXTS) {
        double[] expected = whole.classify(text).probabilities();
        assertThat(adapted.classify(text).probabilities()).containsExactly(expected, within(0.15));
      }
      assertThat(adapted.classify(TEXTS.get(0)).label()).isZero();
      assertThat(adapted.classify(TEXTS.get(1)).label()).isEqualTo(2);
      assertThat(adapted.classify(TEXTS.get(0)).probabilities()[0])
          .isGreaterThan(shipped.classify(TEXTS.get(0)).probabilities()[0] + 0.1);
    }
  }

  /** It can be stored whole. */
  @Test
  void isAModelLikeAnyOther() {
    Path again = folder.resolve("again.zip");
    try (SentimentClassifier adapted = SentimentClassifier.load(packed("other.zip"))) {
      adapted.save(again);
      try (SentimentClassifier whole = SentimentClassifier.load(again)) {
        assertThat(whole.classify(TEXTS.get(0)).probabilities())
            .isEqualTo(adapted.classify(TEXTS.get(0)).probabilities());
      }
    }
  }

  @Test
  void anotherBaseIsRefused() {
    ModelFiles.readAny(
        full,
        model -> {
          try (model;
              BaseModel base = BaseModel.shipped("sentiment-es")) {
            assertThatThrownBy(() -> LowRank.change(base, model, BYTES))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("--from sentiment-es");
          }
          return model;
        });
  }

  /** As if the shipped model were another one by now. */
  @Test
  void anotherVersionOfTheBaseIsRefused() throws IOException {
    Path forged = folder.resolve("forged.zip");
    ModelFiles.readAny(
        full,
        model -> {
          try (model;
              BaseModel base = BaseModel.shipped("sentiment-en");
              OutputStream stream = Files.newOutputStream(forged)) {
            LowRankChange change = LowRank.change(base, model, BYTES);
            model.write(
                stream,
                new LowRankChange(
                    change.base(), change.checksum() + 1, change.parts(), change.values()));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return model;
        });
    assertThatThrownBy(() -> SentimentClassifier.load(forged))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("forged.zip is stored as a change of another version");
  }
}
