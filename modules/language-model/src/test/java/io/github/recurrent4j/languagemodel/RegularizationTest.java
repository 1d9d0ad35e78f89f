package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.languagemodel.LanguageModelShape.Hidden;
import io.github.recurrent4j.training.TrainingSettings.Updater;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class RegularizationTest {
  private static final int VOCABULARY = 9;
  @TempDir Path folder;

  private static MultiLayerNetwork network(Hidden cell) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            LanguageModelNetwork.of(
                SmallModels.shape(s -> s.cell(cell).layers(2)),
                SmallModels.regime(1)
                    .training(t -> t.withUpdater(Updater.SGD).withLearningRate(0.5)),
                VOCABULARY));
    network.init();
    return network;
  }

  private static DataSet batch() {
    INDArray features = Nd4j.createFromArray(new float[][][] {{{1, 2, 3, 4}}, {{5, 6, 7, 8}}});
    INDArray labels = Nd4j.createFromArray(new float[][][] {{{2, 3, 4, 0}}, {{6, 7, 8, 1}}});
    return new DataSet(features, labels);
  }

  @Test
  void droppedWeightsLearnNothingAndTheOthersWhatTheyShould() {
    for (Hidden cell : List.of(Hidden.LSTM, Hidden.GRU_RESET_AFTER, Hidden.RNN)) {
      MultiLayerNetwork network = network(cell);
      DroppedWeights dropped = new DroppedWeights(network, 0.3, 0.5);
      network.setLearningRate(0.5);
      MultiLayerNetwork plain = network(cell);
      Map<String, INDArray> before = new java.util.TreeMap<>();
      network.paramTable().forEach((name, value) -> before.put(name, value.dup('c')));
      Nd4j.getRandom().setSeed(11);
      dropped.drop();
      plain.setParams(network.params().dup());
      assertThatThrownBy(dropped::drop).isInstanceOf(IllegalStateException.class);
      Map<String, INDArray> masked = new java.util.TreeMap<>();
      network.paramTable().forEach((name, value) -> masked.put(name, value.dup('c')));
      plain.setInput(batch().getFeatures());
      plain.setLabels(batch().getLabels());
      plain.computeGradientAndScore();
      network.fit(batch());
      int zeros = 0;
      int weights = 0;
      for (String name : before.keySet()) {
        double keep = name.equals("0_W") ? 0.7 : 0.5;
        boolean drops = name.equals("0_W") || name.endsWith("_RW");
        INDArray gradient = plain.gradient().getGradientFor(name).dup('c');
        INDArray after = network.getParam(name).dup('c');
        for (long i = 0; i < after.length(); i++) {
          double was = before.get(name).getDouble(i);
          boolean gone = masked.get(name).getDouble(i) == 0 && was != 0;
          double factor = gone ? 0 : drops ? 1 / keep : 1;
          assertThat(masked.get(name).getDouble(i)).isCloseTo(was * factor, within(1e-5));
          // DL4J divides by the minibatch of two.
          double expected = was - 0.5 * gradient.getDouble(i) * factor / 2;
          assertThat(after.getDouble(i)).as("%s %s", cell, name).isCloseTo(expected, within(1e-5));
          if (name.endsWith("_RW")) {
            weights++;
            zeros += gone ? 1 : 0;
          }
        }
      }
      assertThat((double) zeros / weights).isBetween(0.4, 0.6);
      for (int row = 0; row < VOCABULARY; row++) {
        INDArray vector = masked.get("0_W").getRow(row);
        int none = vector.eq(0).castTo(vector.dataType()).sumNumber().intValue();
        assertThat(none).isIn(0, 12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void eachLearnsTwoLines(int which) {
    LanguageModelRegime plain = SmallModels.regime(6);
    LanguageModelRegime regime =
        List.of(
                plain.withEmbeddingDropout(0.1),
                plain.withWeightDropout(0.2),
                plain.withActivationPenalty(0.1).withChangePenalty(0.05).withDropout(0.05),
                plain.withRandomBptt(true),
                plain
                    .withEmbeddingDropout(0.05)
                    .withWeightDropout(0.1)
                    .withActivationPenalty(0.1)
                    .withChangePenalty(0.05)
                    .withRandomBptt(true))
            .get(which);
    LanguageModelShape shape = SmallModels.shape(s -> s.cell(Hidden.LSTM).hidden(24).embedding(24));
    try (LanguageModel model =
        SmallModels.train(folder, shape, regime, SmallModels.LINES.repeat(60))) {
      // Guessing costs e to the 2.6.
      assertThat(model.perplexity(SmallModels.LINES)).isLessThan(3);
    }
  }

  @Test
  void whatDoesNotGoTogetherIsSaid() {
    LanguageModelRegime plain = SmallModels.regime(1);
    assertThatThrownBy(
            () ->
                LanguageModelNetwork.of(
                    SmallModels.shape(s -> s.tied(true)), plain.withEmbeddingDropout(0.1), 9))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--embedding-dropout");
    assertThatThrownBy(
            () ->
                LanguageModelNetwork.of(
                    SmallModels.shape(s -> s.cell(Hidden.FFN)), plain.withWeightDropout(0.1), 9))
        .hasMessageContaining("--weight-dropout");
    assertThatThrownBy(
            () -> plain.withWeightDropout(0.1).training(t -> t.withAccumulation(2)).check())
        .hasMessageContaining("--accumulation 1");
  }
}
