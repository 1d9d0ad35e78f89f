package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The mogrifier against numerical gradients, plain loops and the LSTM that it gates. */
class MogrifierTest {
  private static final int IN = 3;
  private static final int OUT = 4;
  private static final int TIME = 5;

  @AfterEach
  void singlePrecision() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private static MultiLayerNetwork network(DataType type, int rounds) {
    Nd4j.setDefaultDataTypes(type, type);
    Nd4j.getRandom().setSeed(5);
    Mogrifier.Builder layer = new Mogrifier.Builder().rounds(rounds);
    layer.nIn(IN).nOut(OUT);
    return Networks.network(type, layer.build(), IN, OUT, 3, RNNFormat.NCW);
  }

  @ParameterizedTest
  @CsvSource({"1,none", "2,end", "3,start", "4,both", "5,holes"})
  void gradients(int rounds, String mask) {
    DataType type = DataType.DOUBLE;
    MultiLayerNetwork network = network(type, rounds);
    INDArray m = Networks.mask(type, mask, 3, TIME);
    INDArray features = Networks.sequence(type, 3, IN, TIME, RNNFormat.NCW);
    INDArray labels = Networks.oneHot(type, Networks.ids(3, 3, TIME, 3), 3, RNNFormat.NCW);
    Gradients.check(network, new DataSet(features, labels, m, m));
  }

  /** 2σ(0) is 1: a mogrifier without weights is an LSTM, forwards and backwards. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void gatesWithoutWeightsChangeNothing(int rounds) {
    MultiLayerNetwork gated = network(DataType.FLOAT, rounds);
    MultiLayerNetwork bare =
        Networks.network(
            DataType.FLOAT,
            Networks.cell("lstm", IN, OUT, RNNFormat.NCW),
            IN,
            OUT,
            3,
            RNNFormat.NCW);
    gated.getParam("0_Q").assign(0);
    if (rounds > 1) {
      gated.getParam("0_R").assign(0);
    }
    bare.paramTable().forEach((name, value) -> gated.getParam(name).assign(value));
    INDArray x = Networks.sequence(DataType.FLOAT, 3, IN, TIME, RNNFormat.NCW);
    assertThat(gated.output(x).sub(bare.output(x)).amaxNumber().doubleValue()).isLessThan(1e-5);
    INDArray labels =
        Networks.oneHot(DataType.FLOAT, Networks.ids(3, 3, TIME, 3), 3, RNNFormat.NCW);
    for (MultiLayerNetwork n : new MultiLayerNetwork[] {gated, bare}) {
      n.setInput(x);
      n.setLabels(labels);
      n.computeGradientAndScore();
    }
    bare.gradient()
        .gradientForVariable()
        .forEach(
            (name, expected) ->
                assertThat(
                        gated
                            .gradient()
                            .getGradientFor(name)
                            .sub(expected)
                            .amaxNumber()
                            .doubleValue())
                    .as(name)
                    .isLessThan(1e-5));
    assertThat(gated.gradient().getGradientFor("0_Q").amaxNumber().doubleValue()).isPositive();
  }

  /** What runs on oneDNN in float32 beside the reference in double precision. */
  @ParameterizedTest
  @CsvSource({"1,1,1,3,5", "2,3,7,40,24", "5,5,9,33,70", "4,2,31,64,64", "6,7,12,96,48"})
  void inSinglePrecisionTheReference(int rounds, int batch, int time, int in, int out) {
    MultiLayerNetwork[] networks = new MultiLayerNetwork[2];
    INDArray[] outputs = new INDArray[2];
    INDArray[] backs = new INDArray[2];
    for (int i = 0; i < 2; i++) {
      DataType type = i == 0 ? DataType.DOUBLE : DataType.FLOAT;
      Nd4j.setDefaultDataTypes(type, type);
      Mogrifier.Builder layer = new Mogrifier.Builder().rounds(rounds);
      layer.nIn(in).nOut(out);
      networks[i] = Networks.network(type, layer.build(), in, out, 3, RNNFormat.NCW);
      networks[i].setParams(networks[0].params().castTo(type));
      INDArray x = Networks.sequence(DataType.DOUBLE, batch, in, time, RNNFormat.NCW).castTo(type);
      outputs[i] = networks[i].output(x);
      networks[i].setInput(x);
      networks[i].setLabels(
          Networks.oneHot(type, Networks.ids(batch, batch, time, 3), 3, RNNFormat.NCW));
      networks[i].computeGradientAndScore();
      backs[i] = networks[i].getFlattenedGradients();
    }
    assertThat(((FusedRecurrentLayer<?>) networks[1].getLayer(0)).kernelName())
        .isEqualTo(Engine.oneDnnAvailable() ? "onednn" : "reference");
    assertClose(outputs[1], outputs[0]);
    assertThat(networks[1].score()).isCloseTo(networks[0].score(), within(1e-4));
    assertClose(backs[1], backs[0]);
  }

  private static void assertClose(INDArray given, INDArray expected) {
    double largest = expected.amaxNumber().doubleValue();
    assertThat(given.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue())
        .isLessThan(1e-4 * largest);
  }

  /** The rounds and the cell by plain loops. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void stepsAreThoseOfPlainLoops(int rounds) {
    MultiLayerNetwork gated = network(DataType.DOUBLE, rounds);
    INDArray x = Networks.sequence(DataType.DOUBLE, 1, IN, TIME, RNNFormat.NCW);
    INDArray states = gated.feedForward(x).get(1);
    INDArray q = gated.getParam("0_Q");
    INDArray r = rounds > 1 ? gated.getParam("0_R") : null;
    double[] h = new double[OUT];
    double[] c = new double[OUT];
    for (int t = 0; t < TIME; t++) {
      double[] input =
          x.get(NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.point(t)).toDoubleVector();
      double[] state = h.clone();
      for (int round = 0; round < rounds; round++) {
        if (round % 2 == 0) {
          scale(input, state, q, round / 2);
        } else {
          scale(state, input, r, round / 2);
        }
      }
      h = step(gated, input, state, c);
      for (int i = 0; i < OUT; i++) {
        assertThat(states.getDouble(0, i, t)).as("step %d", t).isCloseTo(h[i], within(1e-9));
      }
    }
  }

  private static void scale(double[] scaled, double[] reads, INDArray weights, int round) {
    for (int i = 0; i < scaled.length; i++) {
      double logit = 0;
      for (int j = 0; j < reads.length; j++) {
        logit += reads[j] * weights.getDouble(j, (long) round * scaled.length + i);
      }
      scaled[i] *= 2 * sigmoid(logit);
    }
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double[] step(MultiLayerNetwork n, double[] x, double[] h, double[] c) {
    double[] next = new double[OUT];
    for (int i = 0; i < OUT; i++) {
      // Candidate, forget, output, input.
      double candidate = Math.tanh(affine(n, 0, i, x, h));
      c[i] = sigmoid(affine(n, 1, i, x, h)) * c[i] + sigmoid(affine(n, 3, i, x, h)) * candidate;
      next[i] = sigmoid(affine(n, 2, i, x, h)) * Math.tanh(c[i]);
    }
    return next;
  }

  private static double affine(MultiLayerNetwork n, int block, int unit, double[] x, double[] h) {
    int column = block * OUT + unit;
    double sum = n.getParam("0_b").getDouble(column);
    for (int j = 0; j < x.length; j++) {
      sum += x[j] * n.getParam("0_W").getDouble(j, column);
    }
    for (int j = 0; j < h.length; j++) {
      sum += h[j] * n.getParam("0_RW").getDouble(j, column);
    }
    return sum;
  }

  @Test
  void stepByStepIsTheWholeAndJsonKeepsIt() {
    MultiLayerNetwork network = network(DataType.FLOAT, 5);
    MultiLayerConfiguration conf = network.getLayerWiseConfigurations();
    MultiLayerNetwork read = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(conf.toJson()));
    read.init();
    assertThat(read.getLayerWiseConfigurations()).isEqualTo(conf);
    read.setParams(network.params().dup());
    INDArray x = Networks.sequence(DataType.FLOAT, 2, IN, TIME, RNNFormat.NCW);
    INDArray whole = network.output(x);
    for (int t = 0; t < TIME; t++) {
      INDArray step =
          read.rnnTimeStep(
              x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(t, t + 1)).dup());
      INDArray expected =
          whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(t, t + 1));
      assertThat(step.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-6);
    }
    assertThatThrownBy(() -> new Mogrifier.Builder().rounds(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one round");
  }
}
