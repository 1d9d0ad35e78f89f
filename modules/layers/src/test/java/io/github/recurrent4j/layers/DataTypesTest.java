package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks of every floating type, fed with arrays of every type, as DL4J's own layers allow. */
class DataTypesTest {

  static Stream<Arguments> types() {
    List<Arguments> all = new ArrayList<>();
    for (DataType network : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16}) {
      for (DataType data :
          new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.INT32}) {
        all.add(Arguments.of(network, data));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void idsInProbabilitiesOut(DataType type, DataType data) {
    Nd4j.getRandom().setSeed(31);
    MultiLayerNetwork n =
        new MultiLayerNetwork(
            Networks.list(type, new Sgd(0.1))
                .layer(new IdEmbedding.Builder().nIn(7).nOut(4).build())
                .layer(new ContextWindow(2))
                .layer(new Projection.Builder().nIn(8).nOut(5).build())
                .layer(new GRU.Builder().nIn(5).nOut(5).build())
                .layer(new FusedLSTM.Builder().nIn(5).nOut(5).build())
                .layer(new SparseOutput.Builder().nIn(5).nOut(7).build())
                .build());
    n.init();
    INDArray ids = Networks.array(data, Networks.ids(1, 3, 6, 7));
    INDArray out = n.output(ids);
    assertThat(out.dataType()).isEqualTo(type);
    assertThat(out.sum(1).sub(1).amaxNumber().doubleValue()).isLessThan(5e-3);
    DataSet batch = new DataSet(ids, ids, null, Nd4j.ones(data, 3, 6));
    double before = n.score(batch);
    for (int i = 0; i < 5; i++) {
      n.fit(batch);
    }
    assertThat(n.score(batch)).isLessThan(before);
  }

  @ParameterizedTest
  @MethodSource("types")
  void vectorsThroughEveryLayer(DataType type, DataType data) {
    Nd4j.getRandom().setSeed(32);
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder().dataType(type).seed(5).updater(new Sgd(0.1));
    GraphBuilder g = global.graphBuilder().addInputs("x", "h");
    g.addLayer("window", new ContextWindow(2), "x");
    g.addLayer("cell", new FusedSimpleRnn.Builder().nIn(6).nOut(4).build(), "window");
    g.addVertex("turned", new SequenceReverseVertex(), "cell");
    g.addVertex("both", new SequenceMergeVertex(), "cell", "turned");
    SideInputVertex.add(
        g, global, "decoder", new FusedLSTM.Builder().nIn(8).nOut(4).build(), "both", "h");
    SideInputVertex.add(
        g,
        global,
        "context",
        new Attention.Builder().nIn(4).nOut(4).score(Attention.Score.MLP).build(),
        "decoder",
        "cell");
    g.addLayer("out", new SparseOutput.Builder().nIn(4).nOut(3).build(), "context");
    ComputationGraph n = new ComputationGraph(g.setOutputs("out").build());
    n.init();
    INDArray x = Networks.sequence(DataType.FLOAT, 3, 3, 5, RNNFormat.NCW).mul(4).castTo(data);
    INDArray h = Nd4j.ones(data, 3, 4);
    INDArray y = Networks.array(data, Networks.ids(1, 3, 5, 3));
    INDArray m = Nd4j.ones(data, 3, 5);
    m.putScalar(1, 4, 0);
    MultiDataSet batch =
        new MultiDataSet(
            new INDArray[] {x, h},
            new INDArray[] {y},
            new INDArray[] {m, null},
            new INDArray[] {m});
    assertThat(n.output(x, h)[0].dataType()).isEqualTo(type);
    double before = n.score(batch);
    for (int i = 0; i < 5; i++) {
      n.fit(batch);
    }
    assertThat(n.score(batch)).isLessThan(before);
  }

  /** Layers and vertices that stand first, where no other has brought the data into their type. */
  @ParameterizedTest
  @MethodSource("types")
  void firstInTheNetwork(DataType type, DataType data) {
    INDArray x = Networks.sequence(DataType.FLOAT, 3, 4, 5, RNNFormat.NCW).mul(4).castTo(data);
    INDArray single = x.slice(0, 2).dup('f');
    for (INDArray in : new INDArray[] {x, single, x.dup('f')}) {
      MultiLayerNetwork n =
          new MultiLayerNetwork(
              Networks.list(type, new Sgd(0.1))
                  .layer(new SparseOutput.Builder().nIn(4).nOut(3).build())
                  .build());
      n.init();
      INDArray expected = n.output(in.castTo(type)).dup();
      assertThat(n.output(in)).isEqualTo(expected);
      MultiLayerNetwork p =
          new MultiLayerNetwork(
              Networks.list(type, new Sgd(0.1))
                  .layer(new Projection.Builder().nIn(4).nOut(3).build())
                  .build());
      p.init();
      expected = p.output(in.castTo(type)).dup();
      assertThat(p.output(in)).isEqualTo(expected);
    }
    GraphBuilder g = new NeuralNetConfiguration.Builder().dataType(type).graphBuilder();
    g.addInputs("a", "b");
    g.addVertex("turned", new SequenceReverseVertex(), "a");
    g.addVertex("both", new SequenceMergeVertex(), "turned", "b");
    ComputationGraph n = new ComputationGraph(g.setOutputs("both").build());
    n.init();
    INDArray both = n.output(x, x.dup('f'))[0];
    assertThat(both.dataType()).isEqualTo(type);
    for (int t = 0; t < 5; t++) {
      for (int c = 0; c < 8; c++) {
        double expected = x.castTo(type).getDouble(1, c % 4, c < 4 ? 4 - t : t);
        assertThat(both.getDouble(1, c, t)).isEqualTo(expected);
      }
    }
  }
}
