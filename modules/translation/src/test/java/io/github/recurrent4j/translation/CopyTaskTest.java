package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.layers.Attention.Score;
import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.training.metrics.SlotErrors;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * "greet NAME please" becomes "hello NAME": every name is new, so that no vocabulary has it, and a
 * softmax over one cannot write it.
 */
class CopyTaskTest {
  private static final String[] FILLERS = {"please", "now", "again", "today", "kindly"};

  @TempDir static Path folder;
  private static List<TextPair> train;
  private static List<TextPair> held;
  private static Translator copying;

  private static TranslationShape shape(boolean copy) {
    return TranslationShape.standard()
        .with(
            s ->
                s.columns(Columns.SOURCE_TARGET)
                    .task(TextTask.PLAIN)
                    .units(Units.WORD)
                    // The specials and the words that come often: no name.
                    .sourceVocabulary(300)
                    .targetVocabulary(300)
                    .decoderLayers(1)
                    .encoderHidden(24)
                    .hidden(48)
                    .embedding(24)
                    .attention(Optional.of(Score.GENERAL))
                    .copy(copy));
  }

  private static Translator train(boolean copy) {
    TranslationRegime regime =
        TranslationRegime.standard()
            .with(
                r ->
                    r.dropout(0)
                        .labelSmoothing(0)
                        .coverage(0.5)
                        .bpeDropout(0)
                        .batchTokens(192)
                        .score(TextScore.EXACT))
            .training(
                t ->
                    t.with(
                        s -> s.epochs(6).learningRate(0.01).warmup(10).average(0.9).patience(0)));
    return TranslationTrainer.train(
        shape(copy),
        regime,
        TranslationData.of(train, held),
        Output.to(folder.resolve("copy-" + copy + ".zip")),
        TrainingListener.NONE);
  }

  private static List<TextPair> pairs(int count, Random random) {
    List<TextPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "n" + Integer.toString(random.nextInt(1 << 30), 36);
      String filler = FILLERS[random.nextInt(FILLERS.length)];
      boolean first = random.nextBoolean();
      pairs.add(
          new TextPair(
              first ? "greet " + name + " " + filler : filler + " greet " + name,
              "hello " + name + " !"));
    }
    return pairs;
  }

  @BeforeAll
  static void train() {
    Random random = new Random(5);
    train = pairs(800, random);
    held = pairs(60, random);
    copying = train(true);
  }

  @AfterAll
  static void close() {
    copying.close();
  }

  private static double wrong(Translator t, int beam) {
    return TranslationEvaluation.of(t, held, TranslationOptions.standard().withBeam(beam))
        .errors()
        .wordErrors();
  }

  @Test
  void unseenWordsAreCopied() {
    assertThat(copying.targetCodec().vocabulary().contains(name(held.get(0)))).isFalse();
    assertThat(wrong(copying, 1)).isLessThan(15);
    assertThat(wrong(copying, 4)).isLessThan(15);
  }

  private static String name(TextPair pair) {
    return pair.target().substring("hello ".length(), pair.target().length() - " !".length());
  }

  @Test
  void aSoftmaxAloneCannot() {
    try (Translator plain = train(false)) {
      assertThat(wrong(plain, 4)).isEqualTo(100);
    }
  }

  @Test
  void halfTheSizeCopiesTheSame() {
    Path half = folder.resolve("half.zip");
    copying.save(half, WeightType.F16);
    try (Translator read = Translator.load(half)) {
      assertThat(read.shape()).isEqualTo(copying.shape());
      assertThat(wrong(read, 4)).isLessThan(15);
    }
  }

  /** Step by step on kernels as in the graph that was trained. */
  @Test
  void decodingFollowsTheTrainedNetwork() {
    for (TextPair pair : held.subList(0, 10)) {
      Translation greedy =
          copying.translate(pair.source(), TranslationOptions.greedy().withLengthPenalty(0));
      SourceText source = copying.read(pair.source());
      CopyVocabulary own = new CopyVocabulary(copying.targetCodec(), source.tokens());
      int[] ids = copying.targetCodec().encode(greedy.text());
      int[] wanted = own.wanted(greedy.text(), ids);
      int tokens = copying.targetCodec().vocabulary().size();
      MultiDataSet batch =
          Batch.copying(
              new int[][] {source.ids()},
              new int[][] {own.words()},
              new int[][] {wanted},
              tokens,
              source.length() + 3,
              wanted.length + 2);
      INDArray p =
          copying.network()
              .output(false, batch.getFeatures(), batch.getFeaturesMaskArrays(), null)[0];
      double sum = 0;
      for (int t = 0; t <= wanted.length; t++) {
        int id = t < wanted.length ? wanted[t] : Batch.END;
        double generated = id < tokens ? p.getDouble(0, id, t) : 0;
        double copied = t < wanted.length ? p.getDouble(0, tokens, t) : 0;
        sum += Math.log(generated + copied);
      }
      assertThat(greedy.score()).isCloseTo(sum, within(1e-3));
    }
  }

  @Test
  void oneByOneIsAsInABatch() {
    List<String> sources = held.stream().map(TextPair::source).toList();
    List<Translation> together = copying.translate(sources, TranslationOptions.standard());
    for (int i = 0; i < 15; i++) {
      assertThat(copying.translate(sources.get(i)).text()).isEqualTo(together.get(i).text());
    }
  }

  /** Of acts whose value a search may miss, none is missed that the beam has an answer for. */
  @Test
  void answersThatKeepTheValuesComeFirst() {
    TranslationOptions all = TranslationOptions.standard().with(o -> o.beam(8).nBest(8));
    List<String> acts =
        held.subList(0, 12).stream().map(p -> "(name=" + name(p) + ") please").toList();
    List<List<Translation>> beams = copying.nBest(acts, all);
    List<List<Translation>> kept = copying.nBest(acts, all.withKeepValues(true));
    List<Translation> best = copying.translate(acts, all.withNBest(1).withKeepValues(true));
    for (int i = 0; i < acts.size(); i++) {
      String act = acts.get(i);
      boolean possible = beams.get(i).stream().anyMatch(t -> !SlotErrors.in(act, t.text()));
      assertThat(SlotErrors.in(act, kept.get(i).get(0).text())).isEqualTo(!possible);
      assertThat(best.get(i).text()).isEqualTo(kept.get(i).get(0).text());
      assertThat(kept.get(i))
          .extracting(Translation::text)
          .containsExactlyInAnyOrderElementsOf(
              beams.get(i).stream().map(Translation::text).toList());
    }
  }

  @Test
  void longSourcesAreReadFromTheirBeginning() {
    String filler = String.join(" ", Collections.nCopies(500, "please"));
    Translation t = copying.translate(held.get(0).source() + " " + filler);
    assertThat(t.sourceTokens()).hasSize(copying.shape().sourceLimit());
    assertThat(Arrays.asList(t.text().split(" "))).hasSizeLessThan(820);
  }

  @Test
  void whatDoesNotGoWithCopyingIsRefused() {
    assertThatThrownBy(() -> Settings.check(shape(true).withAttention(Optional.empty())))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--copy points at the source");
    assertThatThrownBy(
            () ->
                TranslationTrainer.train(
                    shape(true),
                    TranslationRegime.standard().withScheduledSampling(0.5),
                    TranslationData.of(train, held),
                    Output.to(folder.resolve("refused.zip")),
                    TrainingListener.NONE))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--scheduled-sampling");
  }
}
