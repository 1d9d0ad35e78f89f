package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
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
    Gradients.check(network, new DataSet(features, labels, m, m));
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
    INDArray features = Networks.sequence(D, 3, 3, 5, RNNFormat.NCW);
    Gradients.check(network, new DataSet(features, labels, mask, null));
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
    Gradients.check(network, new DataSet(ids, labels, null, Networks.mask(D, "end", 3, 5)));
  }

  /** DL4J adds what L2 regularization asks for when weights are updated: here it is missing. */
  @Test
  void aGradientThatIsALittleOffIsFound() {
    Nd4j.getRandom().setSeed(18);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(D)
                .seed(7)
                .updater(new NoOp())
                .l2(1e-4)
                .list()
                .layer(Networks.cell("gru", 3, 4, RNNFormat.NCW))
                .layer(new RnnOutputLayer.Builder().nIn(4).nOut(3).build())
                .build());
    network.init();
    Networks.spread(network.params());
    INDArray features = Networks.sequence(D, 3, 3, 4, RNNFormat.NCW);
    INDArray labels = Networks.oneHot(D, Networks.ids(3, 3, 4, 3), 3, RNNFormat.NCW);
    assertThatThrownBy(() -> Gradients.check(network, new DataSet(features, labels)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("slope along a line of 0_RW");
  }

  @Test
  void relu() {
    Nd4j.getRandom().setSeed(14);
    BaseRecurrentLayer.Builder<?> b = Networks.builder("rnn");
    b.nIn(3).nOut(4).activation(org.nd4j.linalg.activations.Activation.SOFTPLUS);
    MultiLayerNetwork network = Networks.network(D, b.build(), 3, 4, 3, RNNFormat.NCW);
    INDArray labels = Networks.oneHot(D, Networks.ids(3, 2, 4, 3), 3, RNNFormat.NCW);
    INDArray features = Networks.sequence(D, 2, 3, 4, RNNFormat.NCW);
    Gradients.check(network, new DataSet(features, labels));
  }

  /**
   * Masks set by hand, as this wrapper does, make the state zero: at the start, in holes, at the
   * end.
   */
  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"lstm", "gru", "gru-after", "rnn"})
  void stepsThatMaskZeroLayerMasks(String cell) {
    Nd4j.getRandom().setSeed(15);
    Layer masked =
        new MaskZeroLayer.Builder()
            .setMaskValue(0.0)
            .setUnderlying(Networks.cell(cell, 3, 4, RNNFormat.NCW))
            .build();
    MultiLayerNetwork network = Networks.network(D, masked, 3, 4, 3, RNNFormat.NCW);
    INDArray features = Networks.sequence(D, 4, 3, 5, RNNFormat.NCW);
    int[][] steps = {{1, 2}, {2, 0}, {2, 1}, {3, 4}};
    for (int[] zero : steps) {
      features
          .get(
              org.nd4j.linalg.indexing.NDArrayIndex.point(zero[0]),
              org.nd4j.linalg.indexing.NDArrayIndex.all(),
              org.nd4j.linalg.indexing.NDArrayIndex.point(zero[1]))
          .assign(0);
    }
    INDArray labels = Networks.oneHot(D, Networks.ids(3, 4, 5, 3), 3, RNNFormat.NCW);
    Gradients.check(network, new DataSet(features, labels));
  }

  /** The wrapper runs its layer for inference, and goes backward through it all the same. */
  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource({
    "lstm,none",
    "gru,start",
    "gru-after,holes",
    "rnn,both",
    "rnn,none",
    "projection,none"
  })
  void throughFrozenLayers(String cell, String mask) {
    Nd4j.getRandom().setSeed(16);
    Layer frozen =
        cell.equals("projection")
            ? new Projection.Builder()
                .nIn(4)
                .nOut(4)
                .activation(org.nd4j.linalg.activations.Activation.TANH)
                .build()
            : Networks.cell(cell, 4, 4, RNNFormat.NCW);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(D, new NoOp())
                .layer(Networks.cell("gru", 3, 4, RNNFormat.NCW))
                .layer(new FrozenLayerWithBackprop(frozen))
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .dataFormat(RNNFormat.NCW)
                        .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    Networks.spread(network.params());
    INDArray features = Networks.sequence(D, 3, 3, 4, RNNFormat.NCW);
    INDArray labels = Networks.oneHot(D, Networks.ids(3, 3, 4, 3), 3, RNNFormat.NCW);
    INDArray m = Networks.mask(D, mask, 3, 4);
    Gradients.check(network, new DataSet(features, labels, m, m), Set.of("1_W", "1_RW", "1_b"));
  }

  /** A state handed over from outside, to rows that a mask pads: it is the state of their start. */
  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource({
    "lstm,start",
    "lstm,both",
    "lstm,holes",
    "gru,start",
    "gru-after,both",
    "rnn,end",
    "rnn,start"
  })
  void statesFromOutsideAndMasks(String cell, String mask) {
    Nd4j.getRandom().setSeed(17);
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder().dataType(D).seed(5).updater(new NoOp());
    GraphBuilder g = global.graphBuilder().addInputs("x", "before");
    String[] names = {"h", "c"};
    int states = cell.equals("lstm") ? 2 : 1;
    String[] inputs = new String[1 + states];
    inputs[0] = "x";
    for (int i = 0; i < states; i++) {
      g.addLayer(names[i], new Projection.Builder().nIn(3).nOut(4).build(), "before");
      inputs[i + 1] = names[i];
    }
    SideInputVertex.add(g, global, "cell", Networks.cell(cell, 3, 4, RNNFormat.NCW), inputs);
    g.addLayer("out", new SparseOutput.Builder().nIn(4).nOut(3).build(), "cell");
    ComputationGraph graph = new ComputationGraph(g.setOutputs("out").build());
    graph.init();
    Networks.spread(graph.params());
    INDArray m = Networks.mask(D, mask, 3, 4);
    Gradients.check(
        graph,
        new MultiDataSet(
            new INDArray[] {Networks.sequence(D, 3, 3, 4, RNNFormat.NCW), Nd4j.rand(D, 3, 3)},
            new INDArray[] {Networks.array(D, Networks.ids(3, 3, 4, 3))},
            new INDArray[] {m, null},
            new INDArray[] {m}));
  }
}
