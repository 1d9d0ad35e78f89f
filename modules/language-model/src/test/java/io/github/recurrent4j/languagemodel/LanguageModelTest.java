package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.languagemodel.LanguageModelConfig.Cell;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageModelTest {
  private static final Path DATASETS = Path.of("../../datasets");
  @TempDir Path dir;

  private static LanguageModelConfig config(Tokenizer level, Cell cell, boolean tied) {
    return new LanguageModelConfig(level, cell, 1, 24, 24, 4, tied, 0.1, 8, 16, 1, 5000);
  }

  private static TrainingSettings settings(int epochs, double rate) {
    return new TrainingSettings(
        epochs,
        Double.POSITIVE_INFINITY,
        "adam",
        rate,
        TrainingSettings.Schedule.COSINE,
        5,
        0,
        1,
        GradientNormalization.None,
        1,
        1,
        0.9,
        1,
        0,
        3);
  }

  private Path text() throws IOException {
    return Files.writeString(
        dir.resolve("t.txt"), "el perro come pan\nla gata bebe leche\n".repeat(150));
  }

  private LanguageModel train(Tokenizer level, Cell cell, boolean tied) throws IOException {
    Path out = dir.resolve("m.zip");
    new LanguageModelTrainer(config(level, cell, tied), settings(12, 0.02))
        .train(text(), null, out, false);
    return LanguageModel.load(out);
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void everyCellLearnsTwoLines(Cell cell) throws IOException {
    try (LanguageModel model = train(Tokenizer.CHARACTER, cell, false)) {
      assertThat(model.perplexity("la gata bebe leche\n")).isLessThan(2.5);
      GenerationOptions greedy = new GenerationOptions("la ga", 9, 0, 0, 1, 1);
      assertThat(model.generate(greedy)).isEqualTo("ta bebe l");
    }
  }

  @Test
  void wordsWithTiedWeights() throws IOException {
    try (LanguageModel model = train(Tokenizer.WORD, Cell.LSTM, true)) {
      assertThat(model.generate(new GenerationOptions("la gata", 2, 0, 0, 1, 1)))
          .isEqualTo(" bebe leche");
      assertThat(model.nextTokens("el perro come", 1).get(0).token()).isEqualTo("pan");
      assertThat(model.perplexity("el perro come pan\nunseen word\n")).isGreaterThan(1);
    }
  }

  @Test
  void scoresAgreeAndSamplingFollowsItsOptions() throws IOException {
    try (LanguageModel model = train(Tokenizer.CHARACTER, Cell.GRU, false)) {
      String line = "el perro\n";
      double sum = 0;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        sum +=
            Math.log(
                model.nextTokens(line.substring(0, i), 99).stream()
                    .filter(t -> t.token().charAt(0) == c)
                    .findFirst()
                    .orElseThrow()
                    .probability());
      }
      assertThat(model.logProbability(line)).isCloseTo(sum, within(1e-3));
      double total =
          model.nextTokens("e", 99).stream()
              .mapToDouble(LanguageModel.Candidate::probability)
              .sum();
      assertThat(total).isCloseTo(1, within(1e-6));
      String greedy = model.generate(new GenerationOptions("e", 60, 0, 0, 1, 1));
      assertThat(model.generate(new GenerationOptions("e", 60, 1, 1, 1, 5))).isEqualTo(greedy);
      assertThat(model.generate(new GenerationOptions("e", 60, 1, 0, 1e-9, 5))).isEqualTo(greedy);
      String hot = model.generate(new GenerationOptions("e", 60, 5, 0, 1, 5));
      assertThat(hot).isNotEqualTo(greedy);
      assertThat(model.generate(new GenerationOptions("e", 60, 5, 0, 1, 5))).isEqualTo(hot);
    }
  }

  @Test
  void longTextsAreScoredLikeShortOnes() throws IOException {
    try (LanguageModel model = train(Tokenizer.CHARACTER, Cell.LSTM, false)) {
      String part = "el perro come pan\nla gata bebe leche\n";
      double one = model.evaluate(part.repeat(10)).nats();
      double many = model.evaluate(part.repeat(400)).nats();
      assertThat(many).isCloseTo(one, within(0.05));
      Evaluation e = model.evaluate(part.repeat(400));
      assertThat(e.tokens()).isEqualTo(400L * part.length());
      assertThat(e.perplexity()).isCloseTo(Math.exp(e.nats()), within(1e-9));
      assertThat(e.bitsPerToken()).isCloseTo(e.nats() / Math.log(2), within(1e-9));
    }
  }

  @Test
  void manyThreadsGiveTheSameText() throws Exception {
    try (LanguageModel model = train(Tokenizer.CHARACTER, Cell.LSTM, false)) {
      GenerationOptions options = GenerationOptions.of("el ", 100);
      String expected = model.generate(options);
      ExecutorService pool = Executors.newFixedThreadPool(4);
      for (var text :
          pool.invokeAll(java.util.Collections.nCopies(12, () -> model.generate(options)))) {
        assertThat(text.get()).isEqualTo(expected);
      }
      pool.shutdown();
    }
  }

  @Test
  void dl4jOpensTheFileAndHalfPrecisionStaysClose() throws IOException {
    try (LanguageModel model = train(Tokenizer.CHARACTER, Cell.LSTM, false)) {
      Path half = dir.resolve("half.zip");
      model.save(half, true);
      MultiLayerNetwork network =
          ModelSerializer.restoreMultiLayerNetwork(dir.resolve("m.zip").toFile(), false);
      assertThat(network.params()).isEqualTo(model.network().params());
      assertThat(Files.size(half)).isLessThan(Files.size(dir.resolve("m.zip")) * 6 / 10);
      try (LanguageModel read = LanguageModel.load(half)) {
        assertThat(read.vocabulary()).isEqualTo(model.vocabulary());
        assertThat(read.provenance().get("trainSha256").asText()).hasSize(64);
        assertThat(read.perplexity("el perro come pan\n"))
            .isCloseTo(model.perplexity("el perro come pan\n"), within(0.01));
      }
    }
  }

  @Test
  void embeddedSpanishText() {
    Path out = dir.resolve("es.zip");
    TrainingState end =
        new LanguageModelTrainer(config(Tokenizer.CHARACTER, Cell.GRU, false), settings(1, 0.01))
            .train(DATASETS.resolve("es.txt"), null, out, false);
    // Guessing by letter frequency costs about 2.9 nats.
    assertThat(end.best()).isLessThan(2.6);
  }

  @Test
  void badInputGetsOneLine() throws IOException {
    Path tiny = Files.writeString(dir.resolve("tiny.txt"), "ab");
    LanguageModelTrainer trainer =
        new LanguageModelTrainer(config(Tokenizer.CHARACTER, Cell.GRU, false), settings(1, 0.01));
    assertThatThrownBy(() -> trainer.train(tiny, tiny, dir.resolve("x.zip"), false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("too few for a batch of 8");
    assertThatThrownBy(() -> LanguageModel.load(dir.resolve("none.zip")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> LanguageModel.load(tiny)).hasMessageContaining("not a model file");
    try (LanguageModel model = train(Tokenizer.CHARACTER, Cell.GRU, false)) {
      assertThatThrownBy(() -> model.generate(GenerationOptions.of("ñ", 5)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("does not know 'ñ'");
      assertThatThrownBy(() -> model.evaluate("")).hasMessageContaining("empty");
    }
    byte[] whole = Files.readAllBytes(dir.resolve("m.zip"));
    for (int part : List.of(2, 3, 10)) {
      Path cut =
          Files.write(dir.resolve("cut.zip"), java.util.Arrays.copyOf(whole, whole.length / part));
      assertThatThrownBy(() -> LanguageModel.load(cut)).isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> new GenerationOptions("", 5, -1, 0, 1, 1))
        .hasMessageContaining("--temperature");
    assertThatThrownBy(
            () ->
                new LanguageModelConfig(
                    Tokenizer.WORD, Cell.GRU, 1, 24, 12, 4, true, 0, 8, 16, 1, 100))
        .hasMessageContaining("--tied");
  }
}
