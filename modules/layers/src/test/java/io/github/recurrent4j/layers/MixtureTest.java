package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** The mixture of softmaxes against plain loops and numerical gradients. */
class MixtureTest {
  private static final int COMPONENTS = 3;
  private static final int SIZE = 4;
  private static final int CLASSES = 6;

  @AfterEach
  void singlePrecision() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private static MultiLayerNetwork network(DataType type, boolean tied, boolean perToken) {
    Nd4j.setDefaultDataTypes(type, type);
    Nd4j.getRandom().setSeed(13);
    SparseOutput.Builder out =
        new SparseOutput.Builder()
            .perToken(perToken)
            .tiedTo(tied ? 0 : -1)
            .mixture(COMPONENTS)
            .nOut(CLASSES);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(type, new NoOp())
                .layer(new IdEmbedding.Builder().nIn(CLASSES).nOut(SIZE).tied(tied).build())
                .layer(Networks.cell("gru", SIZE, 5, RNNFormat.NCW))
                .layer(
                    new Projection.Builder()
                        .nOut(COMPONENTS * (SIZE + 1L))
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(out.build())
                .setInputType(InputType.recurrent(CLASSES))
                .build());
    network.init();
    Networks.spread(network.params());
    return network;
  }

  private static INDArray ids(DataType type, long seed) {
    return Networks.array(type, Networks.ids(seed, 3, 5, CLASSES));
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void gradients(boolean tied, boolean perToken) {
    MultiLayerNetwork network = network(DataType.DOUBLE, tied, perToken);
    INDArray features = ids(DataType.DOUBLE, 1);
    INDArray labels = ids(DataType.DOUBLE, 2);
    INDArray mask = Networks.mask(DataType.DOUBLE, "end", 3, 5);
    Gradients.check(network, new DataSet(features, labels, null, mask));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT,false", "FLOAT,true", "DOUBLE,false"})
  void probabilitiesAndScoreAreThoseOfPlainLoops(DataType type, boolean tied) {
    MultiLayerNetwork network = network(type, tied, true);
    INDArray features = ids(type, 1);
    INDArray labels = ids(type, 2);
    INDArray in = network.feedForward(features).get(3);
    INDArray out = network.output(features);
    INDArray w = tied ? network.getParam("0_W").transpose() : network.getParam("3_W");
    INDArray b = network.getParam("3_b");
    double loss = 0;
    for (int example = 0; example < 3; example++) {
      for (int t = 0; t < 5; t++) {
        double[] expected = mixture(in, example, t, w, b);
        for (int v = 0; v < CLASSES; v++) {
          assertThat(out.getDouble(example, v, t)).isCloseTo(expected[v], within(1e-5));
        }
        loss -= Math.log(expected[labels.getInt(example, t)]) / 15;
      }
    }
    assertThat(network.score(new DataSet(features, labels))).isCloseTo(loss, within(1e-5));
  }

  /** Σ_k softmax(g)_k · softmax(tanh(a_k)·W + b). */
  private static double[] mixture(INDArray in, int example, int t, INDArray w, INDArray b) {
    double[] mixed = new double[CLASSES];
    double gates = 0;
    for (int k = 0; k < COMPONENTS; k++) {
      double gate = Math.exp(in.getDouble(example, COMPONENTS * SIZE + k, t));
      gates += gate;
      double[] e = new double[CLASSES];
      double sum = 0;
      for (int v = 0; v < CLASSES; v++) {
        double logit = b.getDouble(v);
        for (int i = 0; i < SIZE; i++) {
          logit += Math.tanh(in.getDouble(example, k * SIZE + i, t)) * w.getDouble(i, v);
        }
        e[v] = Math.exp(logit);
        sum += e[v];
      }
      for (int v = 0; v < CLASSES; v++) {
        mixed[v] += gate * e[v] / sum;
      }
    }
    for (int v = 0; v < CLASSES; v++) {
      mixed[v] /= gates;
    }
    return mixed;
  }

  @Test
  void floatGradientsAreThoseOfDoubles() {
    MultiLayerNetwork exact = network(DataType.DOUBLE, false, true);
    INDArray gradient = gradient(exact, DataType.DOUBLE);
    MultiLayerNetwork network = network(DataType.FLOAT, false, true);
    network.setParams(exact.params().castTo(DataType.FLOAT));
    INDArray difference = gradient(network, DataType.FLOAT).castTo(DataType.DOUBLE).subi(gradient);
    assertThat(gradient.amaxNumber().doubleValue()).isGreaterThan(0.01);
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  private static INDArray gradient(MultiLayerNetwork network, DataType type) {
    network.setInput(ids(type, 1));
    network.setLabels(ids(type, 2));
    network.computeGradientAndScore();
    return network.getFlattenedGradients();
  }

  @Test
  void theNumberOfSoftmaxesLastsInJson() {
    MultiLayerConfiguration conf =
        network(DataType.FLOAT, false, true).getLayerWiseConfigurations();
    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(conf.toJson());
    assertThat(read).isEqualTo(conf);
    SparseOutput out = (SparseOutput) read.getConf(3).getLayer();
    assertThat(out.getComponents()).isEqualTo(COMPONENTS);
    assertThat(out.getNIn()).isEqualTo(SIZE);
  }

  @Test
  void whatDoesNotGoWithItIsSaid() {
    assertThatThrownBy(() -> new SparseOutput.Builder().mixture(2).labelSmoothing(0.1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label smoothing");
    assertThatThrownBy(() -> new SparseOutput.Builder().mixture(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
