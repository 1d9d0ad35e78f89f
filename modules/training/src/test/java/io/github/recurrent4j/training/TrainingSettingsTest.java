package io.github.recurrent4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.training.TrainingSettings.Schedule;
import io.github.recurrent4j.training.TrainingSettings.Updater;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class TrainingSettingsTest {
  static TrainingSettings settings(Updater updater, Schedule schedule, int accumulation) {
    return TrainingSettings.standard()
        .with(
            s ->
                s.epochs(3)
                    .updater(updater)
                    .learningRate(0.01)
                    .schedule(schedule)
                    .warmup(4)
                    .weightDecay(0.1)
                    .accumulation(accumulation)
                    .average(0.9)
                    .evaluations(2)
                    .patience(0)
                    .seed(7));
  }

  @Test
  void schedules() {
    TrainingSettings cosine = settings(Updater.ADAM, Schedule.COSINE, 1);
    assertThat(cosine.rate(0, 0, 0)).isCloseTo(0.0025, within(1e-12));
    assertThat(cosine.rate(10, 0, 0)).isCloseTo(0.01, within(1e-12));
    assertThat(cosine.rate(10, 0.5, 0)).isCloseTo(0.01 * (0.01 + 0.99 / 2), within(1e-12));
    assertThat(cosine.rate(10, 1, 0)).isCloseTo(0.0001, within(1e-12));
    assertThat(settings(Updater.ADAM, Schedule.PLATEAU, 1).rate(10, 0.9, 2))
        .isCloseTo(0.0025, within(1e-12));
    assertThat(settings(Updater.ADAM, Schedule.CONSTANT, 1).rate(10, 0.9, 2)).isEqualTo(0.01);
  }

  @Test
  void weightDecayIsNoPartOfTheLoss() {
    DataSet data = new DataSet(Nd4j.ones(1, 4), Nd4j.zeros(1, 2));
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      MultiLayerNetwork network =
          dense(settings(i == 0 ? Updater.ADAM : Updater.ADAMW, Schedule.CONSTANT, 1));
      losses[i] = network.score(data, true);
    }
    assertThat(losses[1]).isEqualTo(losses[0]).isPositive();
  }

  @Test
  void weightDecayTakesOffWeights() {
    // The gradient is zero, and so only the decay of 0.1 at rate 0.01 moves the weights.
    MultiLayerNetwork network = dense(settings(Updater.ADAMW, Schedule.CONSTANT, 1));
    MultiLayerNetwork read =
        new MultiLayerNetwork(
            MultiLayerConfiguration.fromJson(network.getLayerWiseConfigurations().toJson()));
    read.init();
    for (MultiLayerNetwork n : List.of(network, read)) {
      INDArray before = n.getParam("0_W").dup();
      n.fit(new DataSet(Nd4j.zeros(1, 4), Nd4j.zeros(1, 2)));
      assertThat(n.getParam("0_W").sub(before.mul(1 - 0.01 * 0.1)).amaxNumber().doubleValue())
          .isLessThan(1e-7);
    }
  }

  private static MultiLayerNetwork dense(TrainingSettings settings) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings
                .network(4)
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    assertThat(ParameterCount.of(network.getLayerWiseConfigurations())).isEqualTo(8);
    return network;
  }

  @Test
  void updaters() {
    assertThat(settings(Updater.SGD, Schedule.CONSTANT, 1).newUpdater(0.5)).isInstanceOf(Sgd.class);
    assertThat(settings(Updater.ADAMW, Schedule.CONSTANT, 1).newUpdater(0.5))
        .isInstanceOf(Adam.class);
    assertThatThrownBy(
            () ->
                Settings.of(TrainingSettings.class)
                    .with(TrainingSettings.standard(), Map.of("updater", "rprop")))
        .isInstanceOf(BadOptionException.class)
        .hasMessageContaining("--updater must be");
  }
}
