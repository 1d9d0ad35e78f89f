package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * What a mask that comes through the network means to a gated cell: where a row begins. Native
 * kernel (float) and reference (double).
 */
class GatedMaskTest {
  private static final int SIZE = 5;
  private static final int TIME = 6;

  private static MultiLayerNetwork network(String cell, DataType type) {
    Nd4j.getRandom().setSeed(21);
    MultiLayerNetwork n =
        new MultiLayerNetwork(
            Networks.list(type, new NoOp())
                .layer(Networks.cell(cell, 3, SIZE, RNNFormat.NCW))
                .build());
    n.init();
    Networks.spread(n.params());
    return n;
  }

  private static INDArray x(DataType type) {
    Nd4j.getRandom().setSeed(22);
    return Networks.sequence(type, 2, 3, TIME, RNNFormat.NCW);
  }

  private static INDArray mask(DataType type, String first, String second) {
    INDArray m = Nd4j.zeros(type, 2, first.length());
    for (int t = 0; t < first.length(); t++) {
      m.putScalar(0, t, first.charAt(t) - '0');
      m.putScalar(1, t, second.charAt(t) - '0');
    }
    return m;
  }

  private static INDArray steps(INDArray a, int from, int to) {
    return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('c');
  }

  private static INDArray row(INDArray a, int b) {
    return a.get(NDArrayIndex.interval(b, b + 1), NDArrayIndex.all(), NDArrayIndex.all()).dup('c');
  }

  @ParameterizedTest
  @CsvSource({"lstm,FLOAT", "gru,FLOAT", "gru-after,FLOAT", "lstm,DOUBLE", "gru,DOUBLE"})
  void maskedStepsAfterTheFirstThatCountsAreReadLikeAnyOther(String cell, DataType type) {
    MultiLayerNetwork n = network(cell, type);
    INDArray plain = n.output(x(type)).dup();
    for (String pattern : new String[] {"111100", "100000", "101101", "000000"}) {
      INDArray masked = n.output(x(type), false, mask(type, pattern, "111111"), null);
      assertThat(masked).as(pattern).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @CsvSource({"lstm,FLOAT", "gru,FLOAT", "gru-after,FLOAT", "lstm,DOUBLE", "gru,DOUBLE"})
  void paddingAtTheStartIsLeftOut(String cell, DataType type) {
    MultiLayerNetwork n = network(cell, type);
    INDArray alone = n.output(steps(row(x(type), 0), 2, TIME)).dup();
    INDArray other = n.output(row(x(type), 1)).dup();
    // With a hole and padding at the end, which are read on.
    for (String pattern : new String[] {"001111", "001010"}) {
      INDArray m = mask(type, pattern, "111111");
      INDArray masked = n.output(x(type), false, m, null);
      EqualityTest.assertClose(steps(row(masked, 0), 2, TIME), alone, 1e-5);
      assertThat(steps(row(masked, 0), 0, 2).amaxNumber().doubleValue()).isZero();
      EqualityTest.assertClose(row(masked, 1), other, 1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"lstm,FLOAT", "gru,FLOAT", "gru-after,FLOAT", "lstm,DOUBLE", "gru,DOUBLE"})
  void storedStates(String cell, DataType type) {
    MultiLayerNetwork n = network(cell, type);
    RecurrentLayer layer = (RecurrentLayer) n.getLayer(0);
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    INDArray alone = n.output(steps(row(x(type), 0), 2, TIME)).dup();
    // The first segment begins with padding: its state is that of the row alone.
    layer.setMaskArray(null);
    layer.feedForwardMaskArray(mask(type, "0011", "1111"), null, 2);
    INDArray first = layer.rnnActivateUsingStoredState(steps(x(type), 0, 4), false, true, none);
    EqualityTest.assertClose(steps(row(first, 0), 2, 4), steps(alone, 0, 2), 1e-5);
    // The second goes on: its first steps are read, masked or not.
    layer.feedForwardMaskArray(mask(type, "01", "00"), null, 2);
    INDArray second = layer.rnnActivateUsingStoredState(steps(x(type), 4, TIME), false, true, none);
    layer.setMaskArray(null);
    EqualityTest.assertClose(row(second, 0), steps(alone, 2, 4), 1e-5);
    EqualityTest.assertClose(row(second, 1), steps(n.output(row(x(type), 1)), 4, TIME), 1e-5);
  }

  /** Networks, too, leave no mask behind for the next call. */
  @ParameterizedTest
  @CsvSource({"lstm,FLOAT", "gru,FLOAT", "rnn,FLOAT", "lstm,DOUBLE"})
  void masksLastForOneCall(String cell, DataType type) {
    MultiLayerNetwork n = network(cell, type);
    INDArray plain = n.output(steps(x(type), 0, 3)).dup();
    n.output(x(type), false, mask(type, "001111", "111111"), null);
    assertThat(n.output(steps(x(type), 0, 3))).isEqualTo(plain);
    n.feedForward(x(type), mask(type, "001111", "111111"), null);
    assertThat(n.output(steps(x(type), 0, 3))).isEqualTo(plain);
    ComputationGraph graph = n.toComputationGraph();
    graph.output(
        false,
        new INDArray[] {x(type)},
        new INDArray[] {mask(type, "001111", "111111")},
        new INDArray[] {null});
    assertThat(graph.outputSingle(steps(x(type), 0, 3))).isEqualTo(plain);
  }
}
