package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The layers in a ComputationGraph, and truncated BPTT through DL4J's own switch. */
class GraphTest {

  @Test
  void graphTrainsConvertsAndSurvivesTheSerializer() throws IOException {
    Nd4j.getRandom().setSeed(2);
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("in")
            .addLayer("lstm", new FusedLSTM.Builder().nOut(6).build(), "in")
            .addLayer("gru", new GRU.Builder().nOut(5).build(), "in")
            .addVertex("both", new MergeVertex(), "lstm", "gru")
            .addLayer("out", new SparseOutput.Builder().nOut(4).build(), "both")
            .setOutputs("out")
            .setInputTypes(InputType.recurrent(3))
            .build();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    GlobalNormClipping clipping = GlobalNormClipping.attach(graph, 1);
    INDArray x = Networks.sequence(DataType.FLOAT, 4, 3, 6, RNNFormat.NCW);
    INDArray y = Networks.array(DataType.FLOAT, Networks.ids(1, 4, 6, 4));
    graph.fit(new INDArray[] {x}, new INDArray[] {y});
    double first = graph.score();
    for (int i = 0; i < 60; i++) {
      graph.fit(new INDArray[] {x}, new INDArray[] {y});
    }
    assertThat(graph.score()).isLessThan(first / 2);
    assertThat(clipping.lastNorm()).isPositive();
    INDArray expected = graph.outputSingle(x);
    EqualityTest.assertClose(StockConversion.toStock(graph).outputSingle(x), expected, 1e-5);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, true);
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(bytes.toByteArray()), true);
    assertThat(read.outputSingle(x)).isEqualTo(expected);
  }

  @Test
  void truncatedBpttOfDl4jRuns() {
    Nd4j.getRandom().setSeed(4);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Adam(0.01))
                .layer(new FusedLSTM.Builder().nOut(8).build())
                .layer(new GRU.Builder().nOut(8).build())
                .layer(new RnnOutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.recurrent(4))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(5)
                .tBPTTBackwardLength(5)
                .build());
    network.init();
    INDArray x = Networks.sequence(DataType.FLOAT, 3, 4, 13, RNNFormat.NCW);
    INDArray y = Networks.oneHot(DataType.FLOAT, Networks.ids(1, 3, 13, 3), 3, RNNFormat.NCW);
    double before = network.score(new org.nd4j.linalg.dataset.DataSet(x, y));
    for (int i = 0; i < 80; i++) {
      network.fit(x, y);
    }
    assertThat(network.score(new org.nd4j.linalg.dataset.DataSet(x, y))).isLessThan(before * 0.8);
    assertThat(network.getIterationCount()).isEqualTo(240);
  }
}
