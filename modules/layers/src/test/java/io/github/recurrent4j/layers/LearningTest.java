package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Tasks that a wrong gradient cannot learn, and states carried between minibatches. */
class LearningTest {
  private static final int SYMBOLS = 4;
  private static final int LAG = 50;

  /** Recall, LAG steps after it was shown, which of four symbols came first. */
  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "gru-after"})
  void remembersOverFiftySteps(String cell) {
    Nd4j.getRandom().setSeed(1);
    BaseRecurrentLayer.Builder<?> b = Networks.builder(cell);
    b.nIn(SYMBOLS + 1).nOut(48);
    if (b instanceof FusedLSTM.Builder lstm) {
      lstm.forgetGateBiasInit(3);
    } else {
      b.biasInit(0);
    }
    FeedForwardLayer layer = b.build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Adam(5e-3))
                .layer(new OneHot(SYMBOLS + 1))
                .layer(layer)
                .layer(new SparseOutput.Builder().perToken(true).nOut(SYMBOLS).build())
                .setInputType(InputType.recurrent(SYMBOLS + 1))
                .build());
    network.init();
    if (!cell.equals("lstm")) {
      // A GRU that starts by keeping its state: update gates below one half.
      INDArray bias = network.getLayer(1).getParam("b");
      bias.get(
              org.nd4j.linalg.indexing.NDArrayIndex.all(),
              org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 48))
          .assign(-3);
    }
    GlobalNormClipping.attach(network, 1);
    Random random = new Random(2);
    double loss = Double.NaN;
    for (int i = 0; i < 400; i++) {
      int[][] x = new int[32][LAG + 1];
      int[][] y = new int[32][LAG + 1];
      for (int n = 0; n < 32; n++) {
        java.util.Arrays.fill(x[n], SYMBOLS);
        java.util.Arrays.fill(y[n], -1);
        x[n][0] = random.nextInt(SYMBOLS);
        y[n][LAG] = x[n][0];
      }
      network.fit(Networks.array(DataType.FLOAT, x), Networks.array(DataType.FLOAT, y));
      loss = network.score();
      if (loss < 0.05) {
        break;
      }
    }
    assertThat(loss).isLessThan(0.05); // guessing costs log 4 = 1.39
  }

  @Test
  void carriedStateEqualsOneLongSequence() {
    Nd4j.getRandom().setSeed(4);
    BaseRecurrentLayer.Builder<?> builder = new FusedLSTM.Builder().carryState(true);
    builder.nIn(3).nOut(5);
    MultiLayerNetwork network =
        Networks.network(DataType.FLOAT, builder.build(), 3, 5, 2, RNNFormat.NCW);
    INDArray x = Networks.sequence(DataType.FLOAT, 2, 3, 12, RNNFormat.NCW);
    INDArray y = Networks.oneHot(DataType.FLOAT, Networks.ids(1, 2, 12, 2), 2, RNNFormat.NCW);
    INDArray whole = network.feedForward(x, true).get(1).dup();
    network.rnnClearPreviousState();
    for (int part = 0; part < 3; part++) {
      var range = org.nd4j.linalg.indexing.NDArrayIndex.interval(4 * part, 4 * part + 4);
      var all = org.nd4j.linalg.indexing.NDArrayIndex.all();
      INDArray states = network.feedForward(x.get(all, all, range).dup(), true).get(1);
      EqualityTest.assertClose(states, whole.get(all, all, range), 1e-6);
    }
    network.rnnClearPreviousState();
    network.fit(x, y);
    assertThat(network.output(x).shape()).containsExactly(2, 2, 12);
  }

  @Test
  void variationalDropoutIsConstantOverTime() {
    Nd4j.getRandom().setSeed(5);
    VariationalDropout dropout = new VariationalDropout(0.2);
    INDArray ones = Nd4j.ones(DataType.FLOAT, 2, 50, 6);
    INDArray dropped =
        dropout.applyDropout(
            ones,
            ones.dup(),
            0,
            0,
            org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
    for (int t = 1; t < 6; t++) {
      assertThat(dropped.slice(t, 2)).isEqualTo(dropped.slice(0, 2));
    }
    float[] values = dropped.slice(0, 2).dup('c').data().asFloat();
    int zeros = 0;
    for (float v : values) {
      assertThat(v).isIn(0f, 1.25f);
      zeros += v == 0 ? 1 : 0;
    }
    assertThat(zeros / (double) values.length).isBetween(0.08, 0.35);
    assertThat(dropped.slice(0, 2).getRow(0)).isNotEqualTo(dropped.slice(0, 2).getRow(1));
  }
}
