package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.languagemodel.EvaluationOptions.Rule;
import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.training.TrainingSettings.Updater;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Models that follow the text they are evaluated on. */
class FollowingTest {
  private static final EvaluationOptions STAYS = EvaluationOptions.standard();

  /** Of the characters that small models know, in words that they do not. */
  private static final String NEW_WORDS = "teca gorra palmera\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("data.txt"), text);
  }

  private static float[] ids(LanguageModel model, String text) {
    float[] ids = new float[text.length()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = model.vocabulary().id(text.substring(i, i + 1));
    }
    return ids;
  }

  @ParameterizedTest
  @EnumSource(Hidden.class)
  void aRateThatIsAlmostNothingChangesNothing(Hidden cell) throws IOException {
    // Dropout in training must not count here.
    LanguageModelRegime dropout = SmallModels.regime(1).withDropout(0.5);
    LanguageModelShape shape = SmallModels.shape(s -> s.cell(cell).layers(2));
    String text = SmallModels.LINES.repeat(3);
    try (LanguageModel model =
        SmallModels.train(folder, shape, dropout, SmallModels.LINES.repeat(60))) {
      double plain = model.score(text).logProbability();
      for (EvaluationOptions none :
          List.of(
              STAYS.withDynamicRate(1e-12).withDynamicSegment(7),
              STAYS.withDynamicRate(1e-12).withDynamicSegment(1000),
              STAYS.withCacheSize(20).withCacheWeight(0),
              STAYS.withDynamicRate(1e-12).withCacheSize(20).withCacheWeight(0))) {
        Evaluation e = model.evaluate(file(text), none, null);
        assertThat(-e.nats() * e.tokens()).as("%s", none).isCloseTo(plain, within(2e-3));
        assertThat(e.tokens()).isEqualTo(text.length());
      }
    }
  }

  @Test
  void aTextThatRepeatsIsLearnedAndTheModelStays() throws IOException {
    try (LanguageModel model = SmallModels.train(folder, SmallModels.shape(s -> {}), 2)) {
      String text = NEW_WORDS.repeat(40);
      INDArray weights = model.network().params().dup();
      double score = model.score(text).logProbability();
      Evaluation stays = model.evaluate(file(text));
      for (EvaluationOptions follows :
          List.of(
              STAYS.withDynamicRate(0.3),
              STAYS.withDynamicRate(0.3).withDynamicDecay(0.001),
              STAYS.withCacheSize(200).withCacheWeight(0.5).withCacheFlatness(3),
              STAYS.withDynamicRate(0.3).withCacheSize(200))) {
        Evaluation short_ = model.evaluate(file(NEW_WORDS.repeat(5)), follows, null);
        Evaluation long_ = model.evaluate(file(text), follows, null);
        assertThat(long_.nats()).as("%s", follows).isLessThan(0.8 * stays.nats());
        assertThat(long_.nats()).as("%s", follows).isLessThan(short_.nats());
      }
      assertThat(model.network().params()).isEqualTo(weights);
      assertThat(model.score(text).logProbability()).isEqualTo(score);
      assertThat(model.evaluate(file(text)).nats()).isEqualTo(stays.nats());
    }
  }

  @Test
  void aStepIsThatOfGradientDescent() throws IOException {
    LanguageModelRegime regime =
        SmallModels.regime(1).training(t -> t.withUpdater(Updater.SGD).withLearningRate(0.1));
    String train = SmallModels.LINES.repeat(60);
    String text = "el perro come la gata";
    int cut = 12;
    try (LanguageModel model =
        SmallModels.train(folder, SmallModels.shape(s -> {}), regime, train)) {
      MultiLayerNetwork dl4j =
          ModelSerializer.restoreMultiLayerNetwork(folder.resolve("m.zip").toFile(), false);
      float[] all = ids(model, "\n" + text);
      dl4j.setLearningRate(0.7);
      // What stands before the cut is fitted by DL4J's own updater, its state carried on.
      dl4j.fit(new DataSet(sequence(all, 0, cut), sequence(all, 1, cut)));
      INDArray p =
          dl4j.rnnActivateUsingStoredState(sequence(all, cut, text.length() - cut), false, false)
              .get(dl4j.getnLayers());
      double expected = model.score(text.substring(0, cut)).logProbability();
      for (int t = 0; t < text.length() - cut; t++) {
        expected += Math.log(p.getDouble(0, (int) all[cut + t + 1], t));
      }
      EvaluationOptions options = STAYS.withDynamicRate(0.7).withDynamicSegment(cut);
      Evaluation e = model.evaluate(file(text), options, null);
      assertThat(-e.nats() * e.tokens()).isCloseTo(expected, within(1e-3));
      assertThat(expected).isNotCloseTo(model.score(text).logProbability(), within(0.01));
    }
  }

  private static INDArray sequence(float[] ids, int from, int length) {
    float[] part = Arrays.copyOfRange(ids, from, from + length);
    return Nd4j.createFromArray(part).reshape(1, 1, length);
  }

  @Test
  void theRmsRuleLearnsAndDecayHoldsItBack() throws IOException {
    try (LanguageModel model = SmallModels.train(folder, SmallModels.shape(s -> {}), 2)) {
      Path data = file(NEW_WORDS.repeat(40));
      Path training = Files.writeString(folder.resolve("part.txt"), SmallModels.LINES.repeat(10));
      double stays = model.evaluate(data).nats();
      EvaluationOptions rms = STAYS.withDynamicRate(0.01).withDynamicRule(Rule.RMS);
      double free = model.evaluate(data, rms, training).nats();
      double held = model.evaluate(data, rms.withDynamicDecay(0.5), training).nats();
      assertThat(free).isLessThan(0.8 * stays);
      assertThat(held).isBetween(free, stays);
      assertThatThrownBy(() -> model.evaluate(data, rms, null))
          .isInstanceOf(BadOptionException.class)
          .hasMessageContaining("--dynamic-training");
      assertThatThrownBy(() -> model.evaluate(data, STAYS, training))
          .isInstanceOf(BadOptionException.class);
      assertThatThrownBy(() -> model.evaluate(data, STAYS.withDynamicDecay(0.1), null))
          .hasMessageContaining("--dynamic");
      assertThatThrownBy(() -> model.evaluate(data, STAYS.withDynamicRate(1e39), null))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("smaller rate");
    }
  }

  @Test
  void theCacheIsTheFormulas() {
    EvaluationOptions options = STAYS.withCacheSize(5).withCacheWeight(0.3).withCacheFlatness(0.7);
    Random random = new Random(4);
    int hidden = 3;
    int total = 23;
    float[][] states = new float[total][hidden];
    int[] next = new int[total];
    double[] logs = new double[total];
    for (int t = 0; t < total; t++) {
      next[t] = random.nextInt(3);
      logs[t] = Math.log(random.nextDouble());
      for (int h = 0; h < hidden; h++) {
        states[t][h] = (float) random.nextGaussian();
      }
    }
    double[] expected = new double[total];
    for (int t = 0; t < total; t++) {
      double hits = 0;
      double sum = 0;
      for (int i = Math.max(0, t - 5); i < t; i++) {
        double dot = 0;
        for (int h = 0; h < hidden; h++) {
          dot += states[t][h] * states[i][h];
        }
        double e = Math.exp(0.7 * dot);
        sum += e;
        hits += next[i] == next[t] ? e : 0;
      }
      expected[t] = t == 0 ? logs[0] : Math.log(0.7 * Math.exp(logs[t]) + 0.3 * hits / sum);
    }
    for (int length : new int[] {1, 4, 9, 23}) {
      try (Slots slots = new Slots("a test", () -> {});
          NeuralCache cache = new NeuralCache(options, hidden, length)) {
        for (int from = 0; from < total; from += length) {
          int to = Math.min(total, from + length);
          float[] flat = new float[(to - from) * hidden];
          for (int i = 0; i < flat.length; i++) {
            flat[i] = states[from + i / hidden][i % hidden];
          }
          SegmentReader.Segment segment =
              new SegmentReader.Segment(Arrays.copyOfRange(logs, from, to), flat);
          int[] followers = Arrays.copyOfRange(next, from, to);
          double[] mixed = slots.with(slot -> cache.mix(slot, segment, followers));
          for (int t = from; t < to; t++) {
            assertThat(mixed[t - from])
                .as("segments of %d, token %d", length, t)
                .isCloseTo(expected[t], within(1e-5));
          }
        }
      }
    }
  }
}
