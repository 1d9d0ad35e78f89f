package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/** Clipping by the global norm against its definition. */
class ClippingTest {

  @Test
  void updateEqualsTheDefinition() {
    for (double maxNorm : new double[] {0.01, 1e9}) {
      MultiLayerNetwork network =
          Networks.network(
              DataType.FLOAT, Networks.cell("lstm", 5, 8, RNNFormat.NCW), 5, 8, 4, RNNFormat.NCW);
      INDArray x = Networks.sequence(DataType.FLOAT, 6, 5, 7, RNNFormat.NCW);
      INDArray y = Networks.oneHot(DataType.FLOAT, Networks.ids(1, 6, 7, 4), 4, RNNFormat.NCW);
      network.setInput(x);
      network.setLabels(y);
      network.computeGradientAndScore();
      double[] mean = network.getFlattenedGradients().dup().divi(6).data().asDouble();
      double square = 0;
      for (double g : mean) {
        square += g * g;
      }
      double norm = Math.sqrt(square);
      double factor = norm > maxNorm ? maxNorm / norm : 1;

      MultiLayerNetwork clipped = network.clone();
      GlobalNormClipping clipping = GlobalNormClipping.attach(clipped, maxNorm);
      clipped.setInput(x);
      clipped.setLabels(y);
      clipped.computeGradientAndScore();
      clipping.onGradientCalculation(clipped);
      double[] actual = clipped.getFlattenedGradients().dup().divi(6).data().asDouble();
      assertThat(clipping.lastNorm()).isCloseTo(norm, offset(1e-6 * norm));
      for (int i = 0; i < mean.length; i++) {
        assertThat(actual[i]).isCloseTo(mean[i] * factor, offset(1e-6));
      }
    }
  }

  @Test
  void fitMovesParametersByTheClippedGradient() {
    Nd4j.getRandom().setSeed(3);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Sgd(1.0))
                .layer(Networks.cell("gru", 5, 8, RNNFormat.NCW))
                .layer(new SparseOutput.Builder().nIn(8).nOut(4).build())
                .setInputType(org.deeplearning4j.nn.conf.inputs.InputType.recurrent(5))
                .build());
    network.init();
    GlobalNormClipping.attach(network, 0.25);
    INDArray before = network.params().dup();
    network.fit(
        Networks.sequence(DataType.FLOAT, 6, 5, 7, RNNFormat.NCW),
        Networks.array(DataType.FLOAT, Networks.ids(1, 6, 7, 4)));
    // With learning rate 1 the step is the clipped gradient: its length is the threshold.
    assertThat(network.params().sub(before).norm2Number().doubleValue())
        .isCloseTo(0.25, offset(1e-4));
  }

  @Test
  void normOfLongArrays() {
    INDArray a = Nd4j.ones(DataType.FLOAT, 1_000_003).muli(2);
    assertThat(GlobalNormClipping.norm(a)).isCloseTo(2 * Math.sqrt(1_000_003), offset(1e-9));
    assertThat(GlobalNormClipping.norm(a.castTo(DataType.DOUBLE)))
        .isCloseTo(2 * Math.sqrt(1_000_003), offset(1e-9));
  }

  @Test
  void thresholdMustBePositive() {
    assertThatThrownBy(() -> new GlobalNormClipping(0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new GlobalNormClipping(Double.NaN)).hasMessageContaining("above 0");
  }

  /** A network whose layers are wrapped in every way, with a learning rate of 1. */
  private static MultiLayerNetwork wrapped() {
    Nd4j.getRandom().setSeed(5);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Sgd(1.0))
                .layer(new Bidirectional(Networks.cell("lstm", 5, 4, RNNFormat.NCW)))
                .layer(new LastTimeStep(Networks.cell("gru", 8, 6, RNNFormat.NCW)))
                .layer(new DenseLayer.Builder().nIn(6).nOut(5).biasUpdater(new Sgd(0.999)).build())
                .layer(new SparseOutput.Builder().nIn(5).nOut(4).l2(0.5).build())
                .build());
    network.init();
    return network;
  }

  private static double step(MultiLayerNetwork network) {
    INDArray before = network.params().dup();
    network.fit(
        Networks.sequence(DataType.FLOAT, 6, 5, 7, RNNFormat.NCW),
        Networks.array(DataType.FLOAT, Networks.ids(1, 6, 1, 4)));
    return network.params().sub(before).norm2Number().doubleValue();
  }

  /** Without regularization the step is as long as the threshold; here l2 adds a little. */
  private static void assertClipped(MultiLayerNetwork network) {
    ((SparseOutput) network.getLayer(3).conf().getLayer())
        .getRegularization()
        .removeIf(L2Regularization.class::isInstance);
    for (int i = 0; i < 3; i++) {
      assertThat(step(network)).isCloseTo(0.01, offset(2e-5));
    }
  }

  @Test
  void lasts() throws IOException {
    MultiLayerNetwork network = wrapped();
    assertThat(step(network)).isGreaterThan(0.05);
    GlobalNormClipping clipping = GlobalNormClipping.attach(network, 0.01);
    assertClipped(network);
    assertThat(clipping.lastNorm()).isGreaterThan(0.01);
    assertClipped(network.clone());
    network.setListeners(new ScoreIterationListener(1000));
    assertClipped(network);
    assertThat(clipping.lastNorm()).isGreaterThan(0.01);
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    assertClipped(
        ModelSerializer.restoreMultiLayerNetwork(
            new ByteArrayInputStream(bytes.toByteArray()), true));
    assertClipped(StockConversion.toStock(network));
    assertClipped(
        new TransferLearning.Builder(network)
            .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(new Sgd(1)).build())
            .setFeatureExtractor(0)
            .build());
    assertClipped(
        new TransferLearning.Builder(network)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Sgd(1)).l2(1e-9).build())
            .nOutReplace(2, 7, WeightInit.XAVIER)
            .build());
    GlobalNormClipping.attach(network, Double.POSITIVE_INFINITY);
    assertThat(step(network)).isGreaterThan(0.011);
    assertThat(network.getLayerWiseConfigurations().toJson()).doesNotContain("GlobalNormLimit");
  }

  @Test
  void lastsInGraphs() throws IOException {
    Nd4j.getRandom().setSeed(6);
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(1))
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new FusedLSTM.Builder().nIn(3).nOut(6).build(), "in")
                .addLayer("b", new GRU.Builder().nIn(3).nOut(6).build(), "in")
                .addVertex("both", new SequenceMergeVertex(), "a", "b")
                .addLayer("out", new SparseOutput.Builder().nIn(12).nOut(4).build(), "both")
                .setOutputs("out")
                .build());
    graph.init();
    GlobalNormClipping.attach(graph, 0.01);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, true);
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(bytes.toByteArray()), true);
    graph.setListeners();
    for (ComputationGraph g : List.of(graph, graph.clone(), read)) {
      INDArray before = g.params().dup();
      g.fit(
          new INDArray[] {Networks.sequence(DataType.FLOAT, 4, 3, 6, RNNFormat.NCW)},
          new INDArray[] {Networks.array(DataType.FLOAT, Networks.ids(1, 4, 6, 4))});
      assertThat(g.params().sub(before).norm2Number().doubleValue()).isCloseTo(0.01, offset(1e-5));
    }
  }

  @Test
  void twoNetworksInTurnDoNotDisturbEachOther() {
    MultiLayerNetwork one = wrapped();
    MultiLayerNetwork two = wrapped();
    GlobalNormClipping.attach(one, 0.01);
    GlobalNormClipping.attach(two, 0.01);
    one.setListeners();
    for (int i = 0; i < 3; i++) {
      assertClipped(one);
      assertClipped(two);
    }
  }

  @Test
  void cannotBeginAtALayerThatIsNeverRegularized() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Sgd(1))
                .layer(new BatchNormalization.Builder().nIn(3).nOut(3).build())
                .layer(new DenseLayer.Builder().nIn(3).nOut(2).build())
                .build());
    network.init();
    assertThatThrownBy(() -> GlobalNormClipping.attach(network, 1)).hasMessageContaining("layer0");
  }

  private static org.assertj.core.data.Offset<Double> offset(double value) {
    return org.assertj.core.data.Offset.offset(value);
  }
}
