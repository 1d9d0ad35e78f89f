package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ActivationPenaltyTest {
  @BeforeAll
  static void doublePrecision() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void singlePrecision() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  private static final int BATCH = 2;
  private static final int TIME = 5;

  private static MultiLayerNetwork network(IDropout dropout) {
    SparseOutput.Builder out = new SparseOutput.Builder().perToken(true);
    out.nOut(3).dropOut(dropout);
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(DataType.DOUBLE)
            .list()
            .layer(new FusedLSTM.Builder().nOut(4).build())
            .layer(out.build())
            .setInputType(InputType.recurrent(3))
            .build();
    assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    return network;
  }

  private static double penalty(double[][][] h, double activation, double change) {
    double squares = 0;
    double changes = 0;
    int size = h[0].length;
    for (double[][] row : h) {
      for (double[] feature : row) {
        for (int t = 0; t < feature.length; t++) {
          squares += feature[t] * feature[t];
          changes += t == 0 ? 0 : Math.pow(feature[t] - feature[t - 1], 2);
        }
      }
    }
    return activation * squares / (BATCH * size * TIME)
        + change * changes / (BATCH * size * (TIME - 1));
  }

  private static double[][][] values(INDArray sequence) {
    double[][][] values =
        new double[(int) sequence.size(0)][(int) sequence.size(1)][(int) sequence.size(2)];
    for (int b = 0; b < values.length; b++) {
      for (int c = 0; c < values[0].length; c++) {
        for (int t = 0; t < values[0][0].length; t++) {
          values[b][c][t] = sequence.getDouble(b, c, t);
        }
      }
    }
    return values;
  }

  private static INDArray gradient(MultiLayerNetwork network, INDArray x, INDArray labels) {
    network.setInput(x);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.getFlattenedGradients().dup();
  }

  @Test
  void theGradientIsThatOfThePenalties() {
    INDArray x = Nd4j.rand(DataType.DOUBLE, BATCH, 3, TIME).subi(0.5).muli(4);
    INDArray labels = Nd4j.createFromArray(new double[][] {{0, 1, 2, 0, 1}, {2, 2, 1, 0, 0}});
    for (double[] weights : new double[][] {{2, 0}, {0, 3}, {2, 1}}) {
      MultiLayerNetwork with = network(new ActivationPenalty(0, weights[0], weights[1]));
      MultiLayerNetwork without = network(null);
      without.setParams(with.params().dup());
      INDArray added = gradient(with, x, labels).subi(gradient(without, x, labels)).divi(BATCH);
      assertThat(with.score()).isCloseTo(without.score(), within(1e-12));
      INDArray parameters = without.params();
      INDArray before = parameters.dup();
      double epsilon = 1e-6;
      double largest = 0;
      // All parameters are moved at once, along random lines: each one's gradient counts.
      for (int n = 0; n < 8; n++) {
        INDArray line = Nd4j.rand(DataType.DOUBLE, parameters.shape()).subi(0.5);
        double[] at = new double[2];
        for (int side = 0; side < 2; side++) {
          parameters.assign(before).addi(line.mul(side == 0 ? -epsilon : epsilon));
          at[side] = penalty(values(without.feedForward(x).get(1)), weights[0], weights[1]);
        }
        double numeric = (at[1] - at[0]) / (2 * epsilon);
        double slope = added.mul(line).sumNumber().doubleValue();
        assertThat(slope).as("line %d", n).isCloseTo(numeric, within(1e-7));
        largest = Math.max(largest, Math.abs(numeric));
      }
      parameters.assign(before);
      assertThat(largest).isGreaterThan(0.01);
    }
  }

  @Test
  void activationsArePenalizedAsTheyAreAfterDropout() {
    INDArray h = Nd4j.rand(DataType.DOUBLE, BATCH, 4, TIME).addi(0.1);
    ActivationPenalty penalty = new ActivationPenalty(0.5, 3, 0);
    INDArray dropped =
        penalty.applyDropout(h, h.dup(), 0, 0, LayerWorkspaceMgr.noWorkspaces()).dup();
    INDArray mask = dropped.div(h);
    assertThat(mask.sumNumber().doubleValue()).isBetween(1.0, 2.0 * h.length() - 1);
    INDArray zeros = h.like();
    INDArray gradient = penalty.backprop(zeros, zeros, 0, 0);
    INDArray expected = h.mul(mask).muli(mask).muli(2 * 3.0 * BATCH / h.length());
    assertThat(gradient.sub(expected).norm2Number().doubleValue()).isLessThan(1e-9);
  }

  @Test
  void valuesAreChecked() {
    assertThatThrownBy(() -> new ActivationPenalty(0.1, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ActivationPenalty(1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ActivationPenalty(0.1, 2, 1).clone())
        .isEqualTo(new ActivationPenalty(0.1, 2, 1));
    assertThat(new ActivationPenalty(0.1, 2, 1)).isNotEqualTo(new ActivationPenalty(0.1, 2, 0));
  }
}
