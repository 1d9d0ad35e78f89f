package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** The last step of sequences, held against DL4J's own vertex. */
class LastStepTest {
  private static ComputationGraph graph(DataType type, GraphVertex last) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .seed(3)
            .updater(new NoOp())
            .graphBuilder()
            .addInputs("x")
            .addLayer("cell", Networks.cell("gru", 3, 4, RNNFormat.NCW), "x")
            .addVertex("last", last, "cell")
            .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(2).build(), "last")
            .setOutputs("out")
            .build();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, none", "FLOAT, end", "FLOAT, start", "FLOAT, holes", "DOUBLE, end"})
  void equalsStock(DataType type, String mask) {
    Nd4j.getRandom().setSeed(4);
    ComputationGraph ours = graph(type, new LastStepVertex("x"));
    ComputationGraph stock = graph(type, new LastTimeStepVertex("x"));
    stock.params().assign(ours.params());
    INDArray m = Networks.mask(type, mask, 3, 5);
    MultiDataSet batch =
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(type, 3, 3, 5)},
            new INDArray[] {
              Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {1, 0}}).castTo(type)
            },
            m == null ? null : new INDArray[] {m},
            null);
    ours.fit(batch);
    stock.fit(batch);
    assertThat(ours.score()).isEqualTo(stock.score());
    assertThat(ours.getFlattenedGradients()).isEqualTo(stock.getFlattenedGradients());
  }

  @Test
  void anInputThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> graph(DataType.FLOAT, new LastStepVertex("y")))
        .hasMessageContaining("reads the mask of y, which is no input");
  }
}
