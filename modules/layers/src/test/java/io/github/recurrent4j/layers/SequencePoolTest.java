package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.layers.SequencePoolVertex.Kind;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Pooling over the steps of sequences, held against DL4J's own layer. */
class SequencePoolTest {
  private static ComputationGraph graph(DataType type, Kind kind, String maskOf, boolean stock) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .seed(3)
            .updater(new NoOp())
            .graphBuilder()
            .addInputs("x")
            .addLayer("cell", Networks.cell("gru", 3, 4, RNNFormat.NCW), "x")
            .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(2).build(), "pool")
            .setOutputs("out");
    if (stock) {
      PoolingType stockType = kind == Kind.MAX ? PoolingType.MAX : PoolingType.AVG;
      builder.addLayer("pool", new GlobalPoolingLayer.Builder(stockType).build(), "cell");
    } else {
      builder.addVertex("pool", new SequencePoolVertex(kind, maskOf), "cell");
    }
    ComputationGraphConfiguration configuration = builder.build();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static MultiDataSet batch(DataType type, INDArray mask) {
    return new MultiDataSet(
        new INDArray[] {Nd4j.rand(type, 3, 3, 5)},
        new INDArray[] {Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {1, 0}}).castTo(type)},
        mask == null ? null : new INDArray[] {mask},
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, MAX, none", "FLOAT, MAX, end", "FLOAT, MAX, start", "FLOAT, MAX, holes",
    "FLOAT, MEAN, none", "FLOAT, MEAN, end", "FLOAT, MEAN, start", "FLOAT, MEAN, holes",
    "DOUBLE, MAX, end", "DOUBLE, MEAN, holes"
  })
  void equalsStock(DataType type, Kind kind, String mask) {
    Nd4j.getRandom().setSeed(4);
    ComputationGraph ours = graph(type, kind, "x", false);
    ComputationGraph stock = graph(type, kind, "x", true);
    stock.params().assign(ours.params());
    MultiDataSet batch = batch(type, Networks.mask(type, mask, 3, 5));
    ours.fit(batch);
    stock.fit(batch);
    assertThat(ours.score()).isCloseTo(stock.score(), within(1e-6));
    INDArray difference = ours.getFlattenedGradients().sub(stock.getFlattenedGradients());
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-7);
    assertThat(ours.getFlattenedGradients().amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheMaskOfAnInputAllStepsCount(Kind kind) {
    ComputationGraph ours = graph(DataType.FLOAT, kind, null, false);
    ComputationGraph stock = graph(DataType.FLOAT, kind, null, true);
    stock.params().assign(ours.params());
    MultiDataSet batch = batch(DataType.FLOAT, null);
    ours.fit(batch);
    stock.fit(batch);
    assertThat(ours.score()).isCloseTo(stock.score(), within(1e-6));
  }

  /** DL4J makes numbers that are none of it. */
  @ParameterizedTest
  @EnumSource
  void ofNoStepsTheResultIsZero(Kind kind) {
    ComputationGraph ours = graph(DataType.FLOAT, kind, "x", false);
    INDArray mask = Nd4j.ones(3, 5);
    mask.getRow(1).assign(0);
    MultiDataSet batch = batch(DataType.FLOAT, mask);
    ours.fit(batch);
    ours.setLayerMaskArrays(new INDArray[] {mask}, null);
    INDArray pooled = ours.feedForward(batch.getFeatures(), false).get("pool");
    assertThat(pooled.getRow(1).amaxNumber().doubleValue()).isZero();
    assertThat(pooled.getRow(0).amaxNumber().doubleValue()).isPositive();
    assertThat(ours.getFlattenedGradients().sumNumber().doubleValue()).isFinite();
  }

  @Test
  void anInputThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> graph(DataType.FLOAT, Kind.MAX, "y", false))
        .hasMessageContaining("reads the mask of y, which is no input");
  }
}
