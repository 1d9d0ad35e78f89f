package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Beside DL4J's fit, bit by bit where it takes the same steps. */
class ParameterUpdateTest {
  private static final int VOCABULARY = 20;

  private final Random random = new Random(6);

  private static NeuralNetConfiguration.Builder settings(double decay) {
    List<Regularization> regularization =
        decay == 0 ? List.of() : List.of(new WeightDecay(decay, true));
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .regularization(regularization)
        .updater(new FusedAdam(1e-2, null, 0.9, 0.99, 1e-5));
  }

  private static MultiLayerNetwork network(double decay) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings(decay)
                .list()
                .layer(new IdEmbedding.Builder().nIn(VOCABULARY).nOut(12).build())
                .layer(new GRU.Builder().nOut(16).build())
                .layer(new SparseOutput.Builder().perToken(true).nOut(VOCABULARY).build())
                .setInputType(InputType.recurrent(VOCABULARY))
                .build());
    network.init();
    return network;
  }

  private static ComputationGraph graph(double decay) {
    ComputationGraph graph =
        new ComputationGraph(
            settings(decay)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(VOCABULARY))
                .addLayer(
                    "embedding", new IdEmbedding.Builder().nIn(VOCABULARY).nOut(12).build(), "in")
                .addLayer("gru", new GRU.Builder().nIn(12).nOut(16).build(), "embedding")
                .addLayer(
                    "out",
                    new SparseOutput.Builder().perToken(true).nIn(16).nOut(VOCABULARY).build(),
                    "gru")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  private INDArray ids(int rows) {
    int[][] ids = new int[rows][5];
    for (int[] row : ids) {
      for (int t = 0; t < row.length; t++) {
        row[t] = random.nextInt(VOCABULARY);
      }
    }
    return Nd4j.createFromArray(ids).castTo(Nd4j.dataType());
  }

  private DataSet batch(int rows) {
    INDArray mask = Nd4j.ones(rows, 5);
    mask.putScalar(rows - 1, 4, 0);
    return new DataSet(ids(rows), ids(rows), mask, mask);
  }

  private static void assertEqual(INDArray given, INDArray expected, double tolerance) {
    assertThat(given.sub(expected).amaxNumber().doubleValue()).isLessThanOrEqualTo(tolerance);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 0.01, 0", "0.1, 0, 1e-6", "0.1, 0.01, 1e-6"})
  void ofNetworksAreThoseOfFit(double decay, double clip, double tolerance) {
    MultiLayerNetwork expected = network(decay);
    MultiLayerNetwork given = network(decay);
    if (clip > 0) {
      GlobalNormClipping.attach(expected, clip);
      GlobalNormClipping.attach(given, clip);
    }
    INDArray begin = given.params().dup();
    for (int i = 0; i < 4; i++) {
      DataSet batch = batch(3 + i);
      expected.fit(batch);
      ParameterUpdate.fit(given, batch);
      assertThat(given.score()).isCloseTo(expected.score(), within(10 * tolerance));
    }
    assertThat(given.params().equals(begin)).isFalse();
    // DL4J leaves its updates where the gradient was.
    assertThat(given.getFlattenedGradients().equals(expected.getFlattenedGradients())).isFalse();
    assertEqual(given.params(), expected.params(), tolerance);
    assertEqual(
        given.getUpdater().getStateViewArray(),
        expected.getUpdater().getStateViewArray(),
        tolerance);
    assertThat(given.getIterationCount()).isEqualTo(4);
    assertThat(given.getLayer(1).getIterationCount()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.1, 1e-6"})
  void ofGraphsAreThoseOfFit(double decay, double tolerance) {
    ComputationGraph expected = graph(decay);
    ComputationGraph given = graph(decay);
    // As a loop does it: a listener that is no part of the network.
    GlobalNormClipping clipping = new GlobalNormClipping(0.01);
    given.addListeners(clipping);
    expected.addListeners(new GlobalNormClipping(0.01));
    for (int i = 0; i < 4; i++) {
      DataSet batch = batch(3 + i);
      expected.fit(batch);
      ParameterUpdate.fit(given, batch.toMultiDataSet());
    }
    assertThat(clipping.lastNorm()).isGreaterThan(0.01);
    assertThat(given.getFlattenedGradients().equals(expected.getFlattenedGradients())).isFalse();
    assertEqual(given.params(), expected.params(), tolerance);
    assertThat(given.getIterationCount()).isEqualTo(4);
  }

  /** Says when it was called. */
  private static final class Calls extends BaseTrainingListener {
    private final StringBuilder calls = new StringBuilder();

    @Override
    public void onGradientCalculation(Model model) {
      calls.append("gradient ");
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      calls.append(iteration).append(' ');
    }
  }

  @Test
  void listenersHearOfIt() {
    MultiLayerNetwork network = network(0);
    Calls calls = new Calls();
    network.addListeners(calls);
    ParameterUpdate.fit(network, batch(2));
    ParameterUpdate.fit(network, batch(2));
    assertThat(calls.calls).hasToString("gradient 0 gradient 1 ");
  }

  @Test
  void whatItDoesNotServeIsFitted() {
    MultiLayerNetwork sgd = network(0);
    sgd.getLayerWiseConfigurations()
        .getConfs()
        .forEach(c -> setUpdater(c.getLayer(), new Sgd(0.1)));
    sgd = new MultiLayerNetwork(sgd.getLayerWiseConfigurations());
    sgd.init();
    MultiLayerNetwork plain = network(0);
    plain
        .getLayerWiseConfigurations()
        .getConfs()
        .forEach(c -> setUpdater(c.getLayer(), new Adam(0.01)));
    plain = new MultiLayerNetwork(plain.getLayerWiseConfigurations());
    plain.init();
    MultiLayerNetwork listened = network(0);
    listened.addListeners(new CollectScoresIterationListener());
    for (MultiLayerNetwork network : List.of(sgd, plain, listened)) {
      MultiLayerNetwork expected = network.clone();
      DataSet batch = batch(3);
      expected.fit(batch);
      ParameterUpdate.fit(network, batch);
      assertEqual(network.params(), expected.params(), 0);
      assertThat(network.getIterationCount()).isEqualTo(1);
    }
  }

  private static void setUpdater(Layer layer, IUpdater u) {
    ((BaseLayer) layer).setIUpdater(u);
    ((BaseLayer) layer).setBiasUpdater(u);
  }

  @ParameterizedTest
  @CsvSource({"1e25", "1", "1e-3", "1e-25"})
  void normsOfAnySizeAreRight(float value) {
    INDArray gradient = Nd4j.valueArrayOf(1, 5_001, value).reshape(1, 5_001);
    double expected = value * Math.sqrt(5_001);
    assertThat(GlobalNormClipping.norm(gradient)).isCloseTo(expected, within(1e-6 * expected));
  }
}
