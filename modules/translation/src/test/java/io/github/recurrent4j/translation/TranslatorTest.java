package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.layers.Attention.Score;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.PairMix;
import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A second text-to-text task by data alone: dates in words to ISO dates. One training serves all.
 */
class TranslatorTest {
  private static final Path DATES = Path.of("../../datasets/dates.tsv");
  private static final int HELD = 300;

  @TempDir static Path folder;
  private static Path model;
  private static List<TextPair> held;
  private static Translator translator;

  private static TranslationShape shape(Cell cell, Optional<Score> attention) {
    return TranslationShape.standard()
        .with(
            s ->
                s.columns(Columns.SOURCE_TARGET)
                    .units(Units.CHAR)
                    .sourceVocabulary(300)
                    .targetVocabulary(300)
                    .cell(cell)
                    .encoderHidden(48)
                    .hidden(96)
                    .embedding(48)
                    .attention(attention));
  }

  private static TranslationRegime regime(int epochs) {
    return TranslationRegime.standard()
        .with(r -> r.dropout(0.1).labelSmoothing(0).bpeDropout(0).batchTokens(512).maxRatio(9))
        .training(
            t ->
                t.with(
                    s ->
                        s.epochs(epochs).learningRate(0.005).warmup(20).average(0.98).patience(0)));
  }

  @BeforeAll
  static void train() {
    List<TextPair> all = PairRecordReader.read(DATES, Columns.SOURCE_TARGET);
    held = all.subList(0, HELD);
    model = folder.resolve("dates.zip");
    translator =
        TranslationTrainer.train(
            shape(Cell.GRU, Optional.of(Score.GENERAL)),
            regime(12),
            new TranslationData(
                all.subList(HELD, all.size()), held.subList(0, 100), Map.of("train", DATES)),
            Output.to(model),
            TrainingListener.NONE);
  }

  @AfterAll
  static void close() {
    translator.close();
  }

  private static double exact(Translator t, TranslationOptions options) {
    List<Translation> output = t.translate(held.stream().map(TextPair::source).toList(), options);
    int right = 0;
    for (int i = 0; i < held.size(); i++) {
      right += output.get(i).text().equals(held.get(i).target()) ? 1 : 0;
    }
    return (double) right / held.size();
  }

  @Test
  void translatesDatesItHasNotSeen() {
    TranslationOptions beam = TranslationOptions.standard();
    assertThat(exact(translator, beam)).isGreaterThan(0.9);
    assertThat(exact(translator, beam.withBeam(1))).isGreaterThan(0.85);
    assertThat(folder.resolve("dates.zip.png")).exists();
  }

  /** A number in another form is left alone, a wrong one is copied. */
  @Test
  void copiesNumbersOfTheSameLength() {
    Copying copying = new Copying(translator.sourceCodec(), translator.targetCodec(), true);
    int[] source = translator.sourceCodec().encode("25");
    float[][] attention = {{0.5f, 0.5f}, {0.5f, 0.5f}};
    assertThat(copying.text(source, translator.targetCodec().encode("52"), attention))
        .isEqualTo("25");
    int[] five = translator.sourceCodec().encode("5");
    assertThat(copying.text(five, translator.targetCodec().encode("05"), new float[][] {{1}, {1}}))
        .isEqualTo("05");
  }

  @Test
  void oneByOneIsAsInABatch() {
    List<String> some = held.subList(0, 20).stream().map(TextPair::source).toList();
    List<Translation> together = translator.translate(some, TranslationOptions.standard());
    for (int i = 0; i < some.size(); i++) {
      Translation alone = translator.translate(some.get(i));
      assertThat(alone.text()).isEqualTo(together.get(i).text());
      assertThat(alone.score())
          .isCloseTo(together.get(i).score(), org.assertj.core.data.Offset.offset(1e-3));
    }
  }

  @Test
  void decodingFollowsTheTrainedNetwork() {
    TextPair pair = held.get(0);
    int[] source = translator.sourceCodec().encode(pair.source());
    Translation greedy =
        translator.translate(
            pair.source(), TranslationOptions.greedy().withLengthPenalty(0).withCopy(false));
    int[] target = translator.targetCodec().encode(greedy.text());
    var batch = Batch.of(new int[][] {source}, new int[][] {target}, source.length, 11);
    translator.network().setInputs(batch.getFeatures());
    var p =
        translator.network()
            .output(false, batch.getFeatures(), batch.getFeaturesMaskArrays(), null)[0];
    double sum = 0;
    for (int t = 0; t <= target.length; t++) {
      sum += Math.log(p.getDouble(0, t < target.length ? target[t] : Batch.END, t));
    }
    assertThat(greedy.score()).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-3));
  }

  @Test
  void candidatesComeBestFirstAndAttentionSumsToOne() {
    List<Translation> candidates =
        translator
            .nBest(
                List.of(held.get(1).source()),
                TranslationOptions.standard()
                    .with(o -> o.beam(4).nBest(3).coveragePenalty(0.1).copy(false)))
            .get(0);
    assertThat(candidates).hasSize(3);
    assertThat(candidates.get(0).score()).isGreaterThanOrEqualTo(candidates.get(1).score());
    assertThat(candidates.get(0).text()).isNotEqualTo(candidates.get(1).text());
    Translation best = candidates.get(0);
    assertThat(best.attention()).hasNumberOfRows(best.targetTokens().size());
    for (float[] row : best.attention()) {
      double sum = 0;
      for (float w : row) {
        sum += w;
      }
      assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-3));
    }
    assertThat(AttentionPlot.text(best).lines()).hasSize(best.targetTokens().size());
    AttentionPlot.write(best, folder.resolve("attention.png"));
    assertThat(folder.resolve("attention.png")).isNotEmptyFile();
  }

  @Test
  void strangeInputGetsASaneAnswer() {
    assertThat(translator.translate("").text()).isEmpty();
    assertThat(translator.translate(" \t\u0001 ").text()).isEmpty();
    String[] strange = {
      "漢字かな交じり文", "😀", "3", "x".repeat(3000), "one two three ".repeat(1700), "Ünïcödé\u0000"
    };
    for (String text : strange) {
      Translation t = translator.translate(text, TranslationOptions.standard().withBeam(2));
      assertThat(t.text()).hasSizeLessThan(3 * text.length() + 200);
    }
  }

  @Test
  void threadsGetTheSame() throws Exception {
    String text = held.get(2).source();
    String expected = translator.translate(text).text();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<Translation>> all =
        pool.invokeAll(java.util.Collections.nCopies(8, () -> translator.translate(text)));
    for (Future<Translation> one : all) {
      assertThat(one.get().text()).isEqualTo(expected);
    }
    pool.shutdown();
  }

  @Test
  void halfTheSizeTranslatesTheSame() throws IOException {
    Path half = folder.resolve("half.zip");
    translator.save(half, WeightType.F16);
    assertThat(Files.size(half)).isLessThan((long) (0.65 * Files.size(model)));
    try (Translator smaller = Translator.load(half)) {
      assertThat(exact(smaller, TranslationOptions.standard())).isGreaterThan(0.9);
    }
  }

  @Test
  void weightsOfEightBitsTranslateNearlyTheSame() throws IOException {
    Path bytes = folder.resolve("bytes.zip");
    translator.save(bytes, WeightType.INT8);
    assertThat(Files.size(bytes)).isLessThan((long) (0.4 * Files.size(model)));
    try (Translator smaller = Translator.load(bytes)) {
      assertThat(exact(smaller, TranslationOptions.standard())).isGreaterThan(0.9);
      // Its network can be asked for and written as DL4J's, like any other.
      Path again = folder.resolve("again.zip");
      smaller.save(again);
      try (Translator wide = Translator.load(again)) {
        String text = held.get(3).source();
        assertThat(wide.translate(text).text()).isEqualTo(smaller.translate(text).text());
      }
    }
  }

  @Test
  void roundedToBf16ItTranslatesNearlyTheSame() {
    List<String> some = held.subList(0, 30).stream().map(TextPair::source).toList();
    List<Translation> exact = translator.translate(some, TranslationOptions.standard());
    System.setProperty(Engine.INFERENCE_PRECISION, "bf16");
    try (Translator rounded = Translator.load(model)) {
      assumeTrue(Engine.bf16Inference());
      List<Translation> close = rounded.translate(some, TranslationOptions.standard());
      int same = 0;
      double difference = 0;
      for (int i = 0; i < some.size(); i++) {
        same += close.get(i).text().equals(exact.get(i).text()) ? 1 : 0;
        difference += Math.abs(close.get(i).score() - exact.get(i).score());
      }
      assertThat(same).isGreaterThan(26);
      assertThat(difference / some.size()).isBetween(1e-9, 0.1);
    } finally {
      System.clearProperty(Engine.INFERENCE_PRECISION);
    }
  }

  @Test
  void damagedAndForeignFilesAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(model);
    Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Translator.load(cut))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cut off");
    assertThatThrownBy(() -> Translator.load(folder.resolve("none.zip")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
  }

  /** What exact resume needs of the task: noise and order depend on the place alone. */
  @Test
  void aMinibatchDependsOnItsPlaceAlone() {
    PairBatches first = noisy();
    PairBatches second = noisy();
    first.seek(1, 0);
    for (int i = 0; i < 3; i++) {
      first.next();
    }
    second.seek(1, 3);
    MultiDataSet a = (MultiDataSet) first.next();
    MultiDataSet b = (MultiDataSet) second.next();
    assertThat(b.getFeatures()).isEqualTo(a.getFeatures());
    assertThat(b.getLabels()).isEqualTo(a.getLabels());
    second.seek(2, 3);
    assertThat(((MultiDataSet) second.next()).getFeatures()).isNotEqualTo(a.getFeatures());
    assertThat(first.tokens()).isPositive();
  }

  private static PairBatches noisy() {
    Translator t =
        new Translator(
            ModelNetwork.ofTrained(translator.network()),
            translator.shape(),
            BytePairEncoding.learn(held.stream().map(TextPair::source).toList(), 400, 1),
            translator.targetCodec(),
            new ObjectMapper().createObjectNode());
    TranslationRegime noisy =
        regime(4).with(r -> r.bpeDropout(0.2).wordDropout(0.2).batchTokens(256));
    return PairBatches.of(t, held, noisy);
  }

  @Test
  void oneSetOfBytePairsServesBothSides() {
    TranslationShape joint =
        TranslationShape.standard()
            .with(
                s ->
                    s.sourceVocabulary(500)
                        .targetVocabulary(500)
                        .joint(true)
                        .languages(Optional.of(LanguagePair.EN_ES))
                        .decoderLayers(1)
                        .encoderHidden(16)
                        .hidden(32)
                        .embedding(24));
    Path out = folder.resolve("joint.zip");
    try (Translator t =
        TranslationTrainer.train(
            joint,
            regime(1).withDropout(0),
            TranslationData.read(Path.of("../../datasets/es-en.tsv"), joint.columns()),
            Output.to(out),
            TrainingListener.NONE)) {
      assertThat(t.sourceCodec().vocabulary()).isEqualTo(t.targetCodec().vocabulary());
      int[] ids = t.sourceCodec().encode("the house, la casa");
      assertThat(t.targetCodec().decode(ids)).isEqualTo("the house, la casa");
      assertThat(t.translate("The house is big.").text()).isNotNull();
      // One vocabulary does not say which language is which: the shape does, also in a file.
      assertThat(t.languages()).contains(LanguagePair.EN_ES);
      Path saved = folder.resolve("saved.zip");
      t.save(saved);
      try (Translator again = Translator.load(saved)) {
        assertThat(again.languages()).contains(LanguagePair.EN_ES);
        assertThat(again.translate("¿Dónde está la casa?").text())
            .isEqualTo("¿Dónde está la casa?");
      }
    }
  }

  /**
   * The same dates with the year at the end, where an "of" follows: learnt from a few of them,
   * mixed with the old ones.
   */
  @Test
  void aModelIsTrainedOnAndIsNeverWorse() {
    List<TextPair> all = PairRecordReader.read(DATES, Columns.SOURCE_TARGET);
    List<TextPair> other =
        all.stream()
            .map(
                p ->
                    new TextPair(
                        p.source() + " of", p.target().replaceFirst("(.*?)-(.*)", "$2-$1")))
            .toList();
    PairMix mix = new PairMix();
    mix.add(other.subList(HELD, 2 * HELD), 3);
    mix.add(all.subList(HELD, 2 * HELD), 1);
    List<TextPair> valid = other.subList(0, 100);
    double before = bleu(translator, valid);
    try (Translator tuned =
        TranslationTrainer.tune(
            translator,
            regime(8),
            TranslationData.of(mix.pairs(), valid),
            Output.to(folder.resolve("tuned.zip")),
            TrainingListener.NONE)) {
      assertThat(bleu(tuned, valid)).isGreaterThan(before + 5);
      assertThat(exact(tuned, TranslationOptions.standard())).isGreaterThan(0.85);
      assertThat(tuned.targetCodec().vocabulary()).isEqualTo(translator.targetCodec().vocabulary());
    }
    assertThat(bleu(translator, valid)).isEqualTo(before);
    try (Translator spoilt =
        TranslationTrainer.tune(
            translator,
            regime(1).training(t -> t.with(s -> s.learningRate(3).warmup(0).average(0))),
            TranslationData.of(all.subList(HELD, 2 * HELD), held.subList(0, 50)),
            Output.to(folder.resolve("spoilt.zip")),
            TrainingListener.NONE)) {
      String source = held.get(0).source();
      assertThat(spoilt.translate(source).text()).isEqualTo(translator.translate(source).text());
    }
  }

  private static double bleu(Translator t, List<TextPair> pairs) {
    return TranslationEvaluation.of(t, pairs, TranslationOptions.greedy().withCopy(false))
        .bleu()
        .score();
  }

  @Test
  void everyCellAndAttentionTrains() {
    List<TextPair> few = held.subList(0, 64);
    for (Cell cell : Cell.values()) {
      for (Score score : new Score[] {null, Score.DOT, Score.GENERAL, Score.MLP}) {
        Path out = folder.resolve(cell + "-" + score + ".zip");
        try (Translator t =
            TranslationTrainer.train(
                shape(cell, Optional.ofNullable(score)),
                regime(1).withScheduledSampling(0.3),
                TranslationData.of(few, few),
                Output.to(out),
                TrainingListener.NONE)) {
          assertThat(t.translate(few.get(0).source()).text()).isNotNull();
        }
      }
    }
  }
}
