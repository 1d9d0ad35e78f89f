package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageModelTest {
  private static final Path DATASETS = Path.of("../../datasets");
  private static final Map<List<?>, Trained> TRAINED = new HashMap<>();

  @TempDir static Path shared;
  @TempDir Path dir;

  private static LanguageModelShape shape(Units level, Hidden cell, boolean tied) {
    return LanguageModelShape.standard()
        .with(
            s ->
                s.level(level)
                    .cell(cell)
                    .layers(1)
                    .hidden(24)
                    .embedding(24)
                    .window(4)
                    .tied(tied)
                    .maxVocabulary(5000));
  }

  private static LanguageModelRegime regime(int epochs, double rate) {
    return LanguageModelRegime.standard()
        .withBatchSize(8)
        .withBptt(16)
        .training(
            t ->
                t.with(
                    s ->
                        s.epochs(epochs)
                            .learningRate(rate)
                            .warmup(5)
                            .average(0.9)
                            .patience(0)
                            .seed(3)));
  }

  private static GenerationOptions generation(
      String prime, int length, Consumer<GenerationOptionsBuilder> more) {
    return GenerationOptions.of(prime, length).with(more);
  }

  /** A model that several tests only read, and its file. */
  private record Trained(LanguageModel model, Path file) {}

  private static Trained train(Units level, Hidden cell, boolean tied) {
    return TRAINED.computeIfAbsent(
        List.of(level, cell, tied),
        which -> {
          try {
            Path text =
                Files.writeString(
                    shared.resolve("t.txt"), "el perro come pan\nla gata bebe leche\n".repeat(150));
            Path out = shared.resolve(TRAINED.size() + ".zip");
            LanguageModel model =
                LanguageModelTrainer.train(
                    shape(level, cell, tied),
                    regime(12, 0.02),
                    LanguageModelData.of(text),
                    Output.to(out),
                    TrainingListener.NONE);
            return new Trained(model, out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @AfterAll
  static void close() {
    TRAINED.values().forEach(trained -> trained.model().close());
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void everyCellLearnsTwoLines(Hidden cell) throws IOException {
    LanguageModel model = train(Units.CHAR, cell, false).model();
    assertThat(model.perplexity("la gata bebe leche\n")).isLessThan(2.5);
    GenerationOptions greedy =
        generation("la ga", 9, o -> o.temperature(0).topK(0).topP(1).seed(1));
    assertThat(model.generate(greedy)).isEqualTo("ta bebe l");
  }

  @Test
  void aModelIsTrainedOnAndIsNeverWorse() throws IOException {
    LanguageModel model = train(Units.CHAR, Hidden.GRU, false).model();
    String line = "el pan come gata\n";
    double before = model.perplexity(line);
    Path more = Files.writeString(dir.resolve("more.txt"), line.repeat(200));
    for (double rate : new double[] {0.005, 5}) {
      try (LanguageModel tuned =
          LanguageModelTrainer.tune(
              model,
              regime(3, rate),
              LanguageModelData.of(more),
              Output.to(dir.resolve("tuned-" + rate + ".zip")),
              TrainingListener.NONE)) {
        assertThat(tuned.vocabulary().tokens()).isEqualTo(model.vocabulary().tokens());
        assertThat(tuned.perplexity(line)).isLessThanOrEqualTo(before);
        if (rate < 1) {
          assertThat(tuned.perplexity(line.repeat(3))).isLessThan(2.5);
        }
      }
    }
    assertThat(model.perplexity(line)).isEqualTo(before);
    Path unknown = Files.writeString(dir.resolve("unknown.txt"), "ŷ".repeat(500));
    assertThatThrownBy(
            () ->
                LanguageModelTrainer.tune(
                    model,
                    regime(1, 0.001),
                    LanguageModelData.of(unknown),
                    Output.to(dir.resolve("none.zip")),
                    TrainingListener.NONE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("ŷ");
  }

  @Test
  void wordsWithTiedWeights() throws IOException {
    LanguageModel model = train(Units.WORD, Hidden.LSTM, true).model();
    assertThat(
            model.generate(generation("la gata", 2, o -> o.temperature(0).topK(0).topP(1).seed(1))))
        .isEqualTo(" bebe leche");
    assertThat(model.nextTokens("el perro come", 1).get(0).token()).isEqualTo("pan");
    assertThat(model.perplexity("el perro come pan\nunseen word\n")).isGreaterThan(1);
  }

  @Test
  void scoresAgreeAndSamplingFollowsItsOptions() throws IOException {
    LanguageModel model = train(Units.CHAR, Hidden.GRU, false).model();
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
        model.nextTokens("e", 99).stream().mapToDouble(LanguageModel.Candidate::probability).sum();
    assertThat(total).isCloseTo(1, within(1e-6));
    String greedy =
        model.generate(generation("e", 60, o -> o.temperature(0).topK(0).topP(1).seed(1)));
    assertThat(model.generate(generation("e", 60, o -> o.temperature(1).topK(1).topP(1).seed(5))))
        .isEqualTo(greedy);
    assertThat(
            model.generate(generation("e", 60, o -> o.temperature(1).topK(0).topP(1e-9).seed(5))))
        .isEqualTo(greedy);
    String hot = model.generate(generation("e", 60, o -> o.temperature(5).topK(0).topP(1).seed(5)));
    assertThat(hot).isNotEqualTo(greedy);
    assertThat(model.generate(generation("e", 60, o -> o.temperature(5).topK(0).topP(1).seed(5))))
        .isEqualTo(hot);
  }

  @Test
  void stepsAreWhatIsGeneratedAndReadingIsWhatItCost() throws IOException {
    LanguageModel model = train(Units.WORD, Hidden.GRU, false).model();
    GenerationOptions options =
        generation("la gata", 12, o -> o.temperature(1.5).topK(0).topP(1).seed(4));
    List<TokenStep> steps = new ArrayList<>();
    model.steps(options, 3, steps::add);
    assertThat(steps.stream().map(TokenStep::text).collect(Collectors.joining()))
        .isEqualTo(model.generate(options));
    assertThat(steps).allSatisfy(step -> assertThat(step.likeliest()).hasSize(3));
    assertThat(steps.get(0).likeliest()).isEqualTo(model.nextTokens("la gata", 3));
    model.steps(options, 0, step -> steps.size() == 12 && steps.add(step));
    assertThat(steps).hasSize(13);

    String text = "la gata bebe leche\nel perro";
    List<TokenStep> read = new ArrayList<>();
    model.reading(text, 0, read::add);
    assertThat(read.stream().map(TokenStep::text).collect(Collectors.joining())).isEqualTo(text);
    assertThat(read).hasSize(model.tokens(text));
    assertThat(read.stream().mapToDouble(TokenStep::logProbability).sum())
        .isCloseTo(model.logProbability(text), within(1e-3));
  }

  @Test
  void longTextsAreScoredLikeShortOnes() throws IOException {
    LanguageModel model = train(Units.CHAR, Hidden.LSTM, false).model();
    String part = "el perro come pan\nla gata bebe leche\n";
    double one = model.evaluate(part.repeat(10)).nats();
    double many = model.evaluate(part.repeat(400)).nats();
    assertThat(many).isCloseTo(one, within(0.05));
    Evaluation e = model.evaluate(part.repeat(400));
    assertThat(e.tokens()).isEqualTo(400L * part.length());
    assertThat(e.perplexity()).isCloseTo(Math.exp(e.nats()), within(1e-9));
    assertThat(e.bitsPerToken()).isCloseTo(e.nats() / Math.log(2), within(1e-9));
  }

  @Test
  void manyThreadsGiveTheSameText() throws Exception {
    LanguageModel model = train(Units.CHAR, Hidden.LSTM, false).model();
    GenerationOptions options = GenerationOptions.of("el ", 100);
    String expected = model.generate(options);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    for (var text :
        pool.invokeAll(java.util.Collections.nCopies(12, () -> model.generate(options)))) {
      assertThat(text.get()).isEqualTo(expected);
    }
    pool.shutdown();
  }

  @Test
  void dl4jOpensTheFileAndHalfPrecisionStaysClose() throws IOException {
    Trained trained = train(Units.CHAR, Hidden.LSTM, false);
    LanguageModel model = trained.model();
    Path half = dir.resolve("half.zip");
    model.save(half, WeightType.F16);
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(trained.file().toFile(), false);
    assertThat(network.params()).isEqualTo(model.network().params());
    assertThat(Files.size(half)).isLessThan(Files.size(trained.file()) * 6 / 10);
    try (LanguageModel read = LanguageModel.load(half)) {
      assertThat(read.provenance().get("regime"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("bptt", 16);
      assertThat(read.vocabulary()).isEqualTo(model.vocabulary());
      assertThat(read.provenance().get("trainSha256").toString()).hasSize(64);
      assertThat(read.perplexity("el perro come pan\n"))
          .isCloseTo(model.perplexity("el perro come pan\n"), within(0.01));
    }
  }

  @Test
  void embeddedSpanishText() {
    Path out = dir.resolve("es.zip");
    TrainingState[] end = new TrainingState[1];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void ended(TrainingState state) {
            end[0] = state;
          }
        };
    LanguageModelTrainer.train(
            shape(Units.CHAR, Hidden.GRU, false),
            regime(1, 0.01),
            LanguageModelData.of(DATASETS.resolve("es.txt")),
            Output.to(out),
            listener)
        .close();
    // Guessing by letter frequency costs about 2.9 nats.
    assertThat(end[0].best()).isLessThan(2.6);
  }

  @Test
  void badInputGetsOneLine() throws IOException {
    Path tiny = Files.writeString(dir.resolve("tiny.txt"), "ab");
    assertThatThrownBy(
            () ->
                LanguageModelTrainer.train(
                    shape(Units.CHAR, Hidden.GRU, false),
                    regime(1, 0.01),
                    LanguageModelData.of(tiny, tiny),
                    Output.to(dir.resolve("x.zip")),
                    TrainingListener.NONE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("too few for a batch of 8");
    assertThatThrownBy(() -> LanguageModel.load(dir.resolve("none.zip")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> LanguageModel.load(tiny)).hasMessageContaining("not a model file");
    Trained trained = train(Units.CHAR, Hidden.GRU, false);
    LanguageModel model = trained.model();
    assertThatThrownBy(() -> model.generate(GenerationOptions.of("ñ", 5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not know 'ñ'");
    assertThatThrownBy(() -> model.evaluate("")).hasMessageContaining("empty");
    byte[] whole = Files.readAllBytes(trained.file());
    for (int part : List.of(2, 3, 10)) {
      Path cut =
          Files.write(dir.resolve("cut.zip"), java.util.Arrays.copyOf(whole, whole.length / part));
      assertThatThrownBy(() -> LanguageModel.load(cut)).isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> Settings.check(GenerationOptions.standard().withTemperature(-1)))
        .hasMessageContaining("--temperature");
    assertThatThrownBy(() -> Settings.check(shape(Units.WORD, Hidden.GRU, true).withEmbedding(12)))
        .hasMessageContaining("--tied");
  }
}
