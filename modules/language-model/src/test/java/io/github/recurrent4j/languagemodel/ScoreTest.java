package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.vectorization.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreTest {
  @TempDir Path folder;

  /** The product of the probabilities that {@code nextTokens} gives one after another. */
  private static double stepByStep(LanguageModel model, String text) {
    double sum = 0;
    for (int i = 0; i < text.length(); i++) {
      String next = text.substring(i, i + 1);
      sum +=
          Math.log(
              model.nextTokens(text.substring(0, i), 99).stream()
                  .filter(c -> c.token().equals(next))
                  .findFirst()
                  .orElseThrow()
                  .probability());
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void textsSideBySideScoreAsTheyDoStepByStep(Hidden cell) {
    for (int embedding : cell == Hidden.FFN ? new int[] {7} : new int[] {0, 7}) {
      LanguageModelShape shape =
          SmallModels.shape(s -> s.cell(cell).layers(2).embedding(embedding));
      try (LanguageModel model = SmallModels.train(folder, shape, 1)) {
        List<String> texts =
            List.of("el perro", "", "la gata bebe leche\nel", "p", SmallModels.LINES.repeat(4));
        List<Score> scores = model.score(texts);
        for (int i = 0; i < texts.size(); i++) {
          double expected = stepByStep(model, texts.get(i));
          assertThat(scores.get(i).logProbability())
              .as("%s, embedding %d, text %d", cell, embedding, i)
              .isCloseTo(expected, within(1e-4 + 1e-5 * Math.abs(expected)));
          assertThat(scores.get(i).tokens()).isEqualTo(texts.get(i).length());
          assertThat(scores.get(i).text()).isEqualTo(texts.get(i));
        }
        // DL4J's network says the same.
        Evaluation whole = model.evaluate(texts.get(4));
        assertThat(scores.get(4).logProbability())
            .isCloseTo(-whole.nats() * whole.tokens(), within(1e-3));
        assertThat(scores.get(4).perplexity()).isCloseTo(whole.perplexity(), within(1e-4));
        assertThat(scores.get(4).bitsPerByte()).isCloseTo(whole.bitsPerToken(), within(1e-4));
      }
    }
  }

  @Test
  void aLineIsScoredWithItsEnd() {
    try (LanguageModel model = SmallModels.train(folder, SmallModels.shape(s -> {}), 2)) {
      Score line = model.scoreLines(List.of("el perro")).get(0);
      Score text = model.score("el perro\n");
      assertThat(line.logProbability()).isCloseTo(text.logProbability(), within(1e-9));
      assertThat(line.tokens()).isEqualTo(9);
      assertThat(line.text()).isEqualTo("el perro");
      assertThat(line.bitsPerByte())
          .isCloseTo(-text.logProbability() / Math.log(2) / 9, within(1e-9));
      Score empty = model.score("");
      assertThat(empty.tokens()).isZero();
      assertThat(empty.logProbability()).isZero();
      assertThat(empty.perplexity()).isEqualTo(1);
      assertThat(empty.bitsPerByte()).isZero();
    }
  }

  @Test
  void unknownCharactersAreNamedAndLeftOut() {
    try (LanguageModel model = SmallModels.train(folder, SmallModels.shape(s -> {}), 2)) {
      Score with = model.score("ñel pñerro日");
      Score without = model.score("el perro");
      assertThat(with.unknown()).isEqualTo(Map.of("ñ", 2, "日", 1));
      assertThat(without.unknown()).isEmpty();
      assertThat(with.logProbability()).isCloseTo(without.logProbability(), within(1e-4));
      assertThat(with.tokens()).isEqualTo(8);
      assertThat(with.bitsPerByte()).isCloseTo(without.bitsPerByte(), within(1e-5));
    }
  }

  @Test
  void unknownWordsCountAsTheUnknownWord() {
    LanguageModelShape words = SmallModels.shape(s -> s.level(Units.WORD).minFrequency(2));
    String text = SmallModels.LINES.repeat(60) + "rara avis\n";
    try (LanguageModel model = SmallModels.train(folder, words, SmallModels.regime(2), text)) {
      Score score = model.scoreLines(List.of("el gato come")).get(0);
      assertThat(score.unknown()).isEqualTo(Map.of("gato", 1));
      assertThat(score.tokens()).isEqualTo(4);
      assertThat(score.logProbability())
          .isCloseTo(model.score("el <unk> come\n").logProbability(), within(1e-4));
      assertThat(score.bitsPerByte())
          .isCloseTo(-score.logProbability() / Math.log(2) / 13, within(1e-9));
    }
  }
}
