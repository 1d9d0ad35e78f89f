package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.training.ModelNetwork;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.translation.TranslationConfig.Attend;
import io.github.recurrent4j.translation.TranslationConfig.Cell;
import io.github.recurrent4j.translation.TranslationConfig.Units;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BytePairEncoding;
import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.GradientNormalization;
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

  private static TranslationConfig config(Cell cell, Attend attend, double sampling) {
    return new TranslationConfig(
        Units.CHAR,
        300,
        300,
        false,
        cell,
        1,
        2,
        48,
        96,
        48,
        attend,
        0.1,
        0,
        0,
        0,
        sampling,
        512,
        60,
        9,
        Columns.SOURCE_TARGET);
  }

  private static TrainingSettings settings(int epochs) {
    return new TrainingSettings(
        epochs,
        Double.POSITIVE_INFINITY,
        "adam",
        0.005,
        TrainingSettings.Schedule.COSINE,
        20,
        0,
        1,
        GradientNormalization.None,
        1,
        1,
        0.98,
        1,
        0,
        1);
  }

  @BeforeAll
  static void train() {
    List<TextPair> all = PairRecordReader.read(DATES, Columns.SOURCE_TARGET);
    held = all.subList(0, HELD);
    model = folder.resolve("dates.zip");
    new TranslationTrainer(config(Cell.GRU, Attend.GENERAL, 0), settings(12))
        .train(
            all.subList(HELD, all.size()),
            held.subList(0, 100),
            Provenance.of(Map.of("train", DATES), 1),
            model,
            false);
    translator = Translator.load(model);
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
        translator.translate(pair.source(), new TranslationOptions(1, 1, 0, 0, false));
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
            .nBest(List.of(held.get(1).source()), new TranslationOptions(4, 3, 1, 0.1, false))
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
    translator.save(half, true);
    assertThat(Files.size(half)).isLessThan((long) (0.65 * Files.size(model)));
    try (Translator smaller = Translator.load(half)) {
      assertThat(exact(smaller, TranslationOptions.standard())).isGreaterThan(0.9);
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
    TranslationConfig c = translator.config();
    TranslationConfig noisy =
        new TranslationConfig(
            c.units(),
            300,
            300,
            false,
            c.cell(),
            1,
            2,
            48,
            96,
            48,
            c.attention(),
            0.1,
            0,
            0.2,
            0.2,
            0,
            256,
            60,
            9,
            c.columns());
    Translator t =
        new Translator(
            ModelNetwork.ofTrained(translator.network()),
            noisy,
            BytePairEncoding.learn(held.stream().map(TextPair::source).toList(), 400, 1),
            translator.targetCodec(),
            translator.provenance());
    return PairBatches.of(t, held, settings(4));
  }

  @Test
  void oneSetOfBytePairsServesBothSides() {
    TranslationConfig joint =
        new TranslationConfig(
            Units.BPE,
            500,
            500,
            true,
            Cell.GRU,
            1,
            1,
            16,
            32,
            24,
            Attend.GENERAL,
            0,
            0,
            0,
            0,
            0,
            512,
            60,
            9,
            Columns.TARGET_SOURCE);
    Path out = folder.resolve("joint.zip");
    new TranslationTrainer(joint, settings(1))
        .train(Path.of("../../datasets/es-en.tsv"), null, out, false);
    try (Translator t = Translator.load(out)) {
      assertThat(t.sourceCodec().vocabulary()).isEqualTo(t.targetCodec().vocabulary());
      int[] ids = t.sourceCodec().encode("the house, la casa");
      assertThat(t.targetCodec().decode(ids)).isEqualTo("the house, la casa");
      assertThat(t.translate("La casa es grande.").text()).isNotNull();
    }
  }

  @Test
  void everyCellAndAttentionTrains() {
    List<TextPair> few = held.subList(0, 64);
    for (Cell cell : Cell.values()) {
      for (Attend attend : Attend.values()) {
        Path out = folder.resolve(cell + "-" + attend + ".zip");
        new TranslationTrainer(config(cell, attend, 0.3), settings(1))
            .train(few, few, Provenance.of(Map.of(), 1), out, false);
        try (Translator t = Translator.load(out)) {
          assertThat(t.translate(few.get(0).source()).text()).isNotNull();
        }
      }
    }
  }
}
