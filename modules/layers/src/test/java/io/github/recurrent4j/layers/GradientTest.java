package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Numerical against analytic gradients, in double precision. */
class GradientTest {
  private static final DataType D = DataType.DOUBLE;

  @org.junit.jupiter.api.BeforeAll
  static void doublePrecision() {
    Nd4j.setDefaultDataTypes(D, D);
  }

  @org.junit.jupiter.api.AfterAll
  static void singlePrecision() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (String cell : new String[] {"lstm", "gru", "gru-after", "rnn"}) {
      for (String mask : new String[] {"none", "end", "start", "both", "holes"}) {
        for (RNNFormat format : RNNFormat.values()) {
          for (boolean bidirectional : new boolean[] {false, true}) {
            all.add(Arguments.of(cell, mask, format, bidirectional));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyLayerMaskAndFormat(String cell, String mask, RNNFormat format, boolean bidirectional) {
    Nd4j.getRandom().setSeed(11);
    Layer layer = Networks.cell(cell, 3, 4, format);
    int size = 4;
    if (bidirectional) {
      layer = new Bidirectional(Bidirectional.Mode.CONCAT, layer);
      size = 8;
    }
    MultiLayerNetwork network = Networks.network(D, layer, 3, size, 3, format);
    INDArray features = Networks.sequence(D, 3, 3, 4, format);
    INDArray labels = Networks.oneHot(D, Networks.ids(3, 3, 4, 3), 3, format);
    INDArray m = Networks.mask(D, mask, 3, 4);
    assertThat(check(network, features, labels, m, m)).isTrue();
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"lstm", "gru", "gru-after", "rnn"})
  void lastTimeStep(String cell) {
    Nd4j.getRandom().setSeed(12);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(D, new NoOp())
                .layer(new LastTimeStep(Networks.cell(cell, 3, 4, RNNFormat.NCW)))
                .layer(
                    new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(2)
                        .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3))
                .build());
    network.init();
    INDArray labels = Nd4j.createFromArray(new double[][] {{0, 1}, {1, 0}, {0, 1}});
    INDArray mask = Networks.mask(D, "end", 3, 5);
    assertThat(check(network, Networks.sequence(D, 3, 3, 5, RNNFormat.NCW), labels, mask, null))
        .isTrue();
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource({
    "false,0,false",
    "false,0.1,true",
    "true,0,false",
    "true,0.1,true"
  })
  void embeddingAndSparseOutput(boolean tied, double smoothing, boolean perToken) {
    Nd4j.getRandom().setSeed(13);
    SparseOutput.Builder out =
        new SparseOutput.Builder()
            .labelSmoothing(smoothing)
            .perToken(perToken)
            .tiedTo(tied ? 0 : -1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(D, new NoOp())
                .layer(new IdEmbedding.Builder().nIn(6).nOut(4).tied(tied).build())
                .layer(Networks.cell("gru", 4, 4, RNNFormat.NCW))
                .layer(out.nIn(4).nOut(6).build())
                .setInputType(InputType.recurrent(6))
                .build());
    network.init();
    Networks.spread(network.params());
    INDArray ids = Networks.array(D, Networks.ids(1, 3, 5, 6));
    INDArray labels = Networks.array(D, Networks.ids(2, 3, 5, 6));
    assertThat(check(network, ids, labels, null, Networks.mask(D, "end", 3, 5))).isTrue();
  }

  @Test
  void relu() {
    Nd4j.getRandom().setSeed(14);
    BaseRecurrentLayer.Builder<?> b = Networks.builder("rnn");
    b.nIn(3).nOut(4).activation(org.nd4j.linalg.activations.Activation.SOFTPLUS);
    MultiLayerNetwork network = Networks.network(D, b.build(), 3, 4, 3, RNNFormat.NCW);
    INDArray labels = Networks.oneHot(D, Networks.ids(3, 2, 4, 3), 3, RNNFormat.NCW);
    assertThat(check(network, Networks.sequence(D, 2, 3, 4, RNNFormat.NCW), labels, null, null))
        .isTrue();
  }

  private static boolean check(
      MultiLayerNetwork network,
      INDArray features,
      INDArray labels,
      INDArray featureMask,
      INDArray labelMask) {
    return GradientCheckUtil.checkGradients(
        new GradientCheckUtil.MLNConfig()
            .net(network)
            .epsilon(1e-6)
            .maxRelError(1e-4)
            .minAbsoluteError(1e-9)
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)
            .input(features)
            .labels(labels)
            .inputMask(featureMask)
            .labelMask(labelMask)
            .subset(true)
            .maxPerParam(10));
  }
}
