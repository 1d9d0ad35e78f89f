package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.layers.Attention.Score;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * State hand-over, attention, reversal, merging and tying together: an encoder-decoder as a graph.
 */
class EncoderDecoderTest {
  private static final int SOURCE_WORDS = 5;
  private static final int WORDS = 4;

  private static ComputationGraph graph(
      DataType type, IUpdater updater, String cell, Score score, int hidden) {
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .seed(5)
            .updater(updater)
            .weightInit(WeightInit.XAVIER);
    GraphBuilder g = global.graphBuilder().addInputs("source", "target");
    int memory = score == Score.DOT ? hidden : 2 * hidden;
    g.addLayer("se", new IdEmbedding.Builder().nIn(SOURCE_WORDS).nOut(3).build(), "source");
    g.addLayer("te", new IdEmbedding.Builder().nIn(WORDS).nOut(hidden).build(), "target");
    g.addLayer("fwd", Networks.cell(cell, 3, memory / 2, RNNFormat.NCW), "se");
    g.addVertex("rev-in", new SequenceReverseVertex(), "se");
    g.addLayer("rev", Networks.cell(cell, 3, memory / 2, RNNFormat.NCW), "rev-in");
    g.addVertex("bwd", new SequenceReverseVertex(), "rev");
    g.addVertex("memory", new SequenceMergeVertex(), "fwd", "bwd");
    g.addVertex("fwd-end", new LastStepVertex("source"), "fwd");
    g.addVertex("bwd-end", new LastTimeStepVertex("source"), "rev");
    g.addVertex("end", new MergeVertex(), "fwd-end", "bwd-end");
    // A single query for each example, and single vectors through a projection.
    SideInputVertex.add(
        g,
        global,
        "asked",
        new Attention.Builder().nIn(memory).nOut(memory).score(score).build(),
        "end",
        "memory");
    g.addLayer("h0", bridge(memory, hidden, Activation.TANH), "asked");
    g.addLayer("c0", bridge(memory, hidden, Activation.IDENTITY), "end");
    String[] inputs =
        cell.equals("lstm") ? new String[] {"te", "h0", "c0"} : new String[] {"te", "h0"};
    if (!cell.equals("lstm")) {
      g.removeVertex("c0", true);
    }
    SideInputVertex.add(
        g, global, "decoder", Networks.cell(cell, hidden, hidden, RNNFormat.NCW), inputs);
    SideInputVertex.add(
        g,
        global,
        "context",
        new Attention.Builder().nIn(hidden).nOut(memory).score(score).build(),
        "decoder",
        "memory");
    g.addVertex("both", new SequenceMergeVertex(), "decoder", "context");
    g.addLayer(
        "readout",
        new Projection.Builder()
            .nIn(hidden + memory)
            .nOut(hidden)
            .activation(Activation.TANH)
            .build(),
        "both");
    g.addLayer(
        "out",
        new SparseOutput.Builder().perToken(true).nIn(hidden).nOut(WORDS).build(),
        "readout");
    ComputationGraphConfiguration configuration = g.setOutputs("out").build();
    TiedEmbedding.connect(configuration, "te", "out");
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static Projection bridge(int in, int out, Activation activation) {
    return new Projection.Builder().nIn(in).nOut(out).activation(activation).build();
  }

  private static MultiDataSet batch(DataType type, String mask) {
    INDArray source = Networks.array(type, Networks.ids(1, 3, 5, SOURCE_WORDS));
    INDArray target = Networks.array(type, Networks.ids(2, 3, 4, WORDS));
    INDArray labels = Networks.array(type, Networks.ids(3, 3, 4, WORDS));
    labels.putScalar(1, 3, -1);
    INDArray m = Networks.mask(type, mask, 3, 5);
    return new MultiDataSet(
        new INDArray[] {source, target},
        new INDArray[] {labels},
        m == null ? null : new INDArray[] {m, null},
        null);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("lstm", Score.GENERAL, "none"),
        Arguments.of("lstm", Score.MLP, "end"),
        Arguments.of("gru", Score.DOT, "end"),
        Arguments.of("gru-after", Score.GENERAL, "end"),
        Arguments.of("rnn", Score.MLP, "none"),
        Arguments.of("rnn", Score.DOT, "none"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradients(String cell, Score score, String mask) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      Nd4j.getRandom().setSeed(11);
      ComputationGraph graph = graph(DataType.DOUBLE, new NoOp(), cell, score, 2);
      Networks.spread(graph.params());
      MultiDataSet batch = batch(DataType.DOUBLE, mask);
      Gradients.check(graph, batch);
    } finally {
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nativePassEqualsTheReference(String cell, Score score, String mask) {
    Nd4j.getRandom().setSeed(12);
    ComputationGraph floats = graph(DataType.FLOAT, new NoOp(), cell, score, 4);
    ComputationGraph doubles = graph(DataType.DOUBLE, new NoOp(), cell, score, 4);
    Networks.spread(floats.params());
    doubles.params().assign(floats.params().castTo(DataType.DOUBLE));
    floats.fit(batch(DataType.FLOAT, mask));
    doubles.fit(batch(DataType.DOUBLE, mask));
    assertThat(floats.score()).isCloseTo(doubles.score(), within(1e-5));
    INDArray expected = doubles.getFlattenedGradients().castTo(DataType.FLOAT);
    EqualityTest.assertClose(floats.getFlattenedGradients(), expected, 1e-5);
  }

  private static org.assertj.core.data.Offset<Double> within(double d) {
    return org.assertj.core.data.Offset.offset(d);
  }

  @Test
  void learnsToReverseAndSurvivesTheSerializer() throws IOException {
    Nd4j.getRandom().setSeed(13);
    ComputationGraph graph = graph(DataType.FLOAT, new Adam(0.01), "gru", Score.GENERAL, 24);
    Random random = new Random(1);
    double score = Double.NaN;
    for (int step = 0; step < 300; step++) {
      graph.fit(reversal(random));
      score = graph.score();
    }
    assertThat(score).isLessThan(0.1);
    MultiDataSet check = reversal(random);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, true);
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(bytes.toByteArray()), true);
    INDArray expected = output(graph, check);
    assertThat(output(read, check)).isEqualTo(expected);
  }

  /** The decoder keeps its parameters, and hands errors on to its side inputs all the same. */
  @Test
  void frozenDecoderWithBackprop() {
    Nd4j.getRandom().setSeed(14);
    ComputationGraph graph = graph(DataType.FLOAT, new Sgd(0.5), "lstm", Score.MLP, 4);
    MultiDataSet batch = batch(DataType.FLOAT, "end");
    Map<String, INDArray> before = new LinkedHashMap<>();
    graph.paramTable().forEach((k, v) -> before.put(k, v.dup()));
    ComputationGraph half = withFrozenDecoder(graph);
    graph.fit(batch);
    half.fit(batch);
    assertThat(half.paramTable().get("decoder_RW")).isEqualTo(before.get("decoder_RW"));
    for (String learnt : new String[] {"fwd_W", "h0_W", "c0_W", "asked_U"}) {
      EqualityTest.assertClose(half.paramTable().get(learnt), graph.paramTable().get(learnt), 1e-5);
      assertThat(half.paramTable().get(learnt)).isNotEqualTo(before.get(learnt));
    }
  }

  private static ComputationGraph withFrozenDecoder(ComputationGraph graph) {
    ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
    LayerVertex vertex = (LayerVertex) configuration.getVertices().get("decoder");
    vertex.getLayerConf().setLayer(new FrozenLayerWithBackprop(vertex.getLayerConf().getLayer()));
    ComputationGraph result = new ComputationGraph(configuration);
    result.init(graph.params().dup(), false);
    return result;
  }

  private static INDArray output(ComputationGraph graph, MultiDataSet batch) {
    return graph.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays(), null)[0];
  }

  /** Sequences of 3 to 8 words, and the same words in reverse order after a start word 0. */
  private static MultiDataSet reversal(Random random) {
    int batch = 32;
    int longest = 8;
    float[][] source = new float[batch][longest];
    float[][] mask = new float[batch][longest];
    float[][] target = new float[batch][longest];
    float[][] labels = new float[batch][longest];
    for (int b = 0; b < batch; b++) {
      int length = 3 + random.nextInt(longest - 2);
      for (int t = 0; t < longest; t++) {
        boolean counts = t < length;
        source[b][t] = counts ? 1 + random.nextInt(WORDS - 1) : 0;
        mask[b][t] = counts ? 1 : 0;
        labels[b][t] = -1;
      }
      for (int t = 0; t < length; t++) {
        labels[b][t] = source[b][length - 1 - t];
        target[b][t] = t == 0 ? 0 : labels[b][t - 1];
      }
    }
    return new MultiDataSet(
        new INDArray[] {Nd4j.createFromArray(source), Nd4j.createFromArray(target)},
        new INDArray[] {Nd4j.createFromArray(labels)},
        new INDArray[] {Nd4j.createFromArray(mask), null},
        null);
  }
}
