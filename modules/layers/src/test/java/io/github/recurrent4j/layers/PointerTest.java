package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** A pointer over a memory, and the mixture of generating and copying, in a small graph. */
class PointerTest {
  private static final int WORDS = 4;
  private static final int HIDDEN = 3;
  private static final int MEMORY = 2;

  private static ComputationGraph graph(DataType type, double coverage, boolean tied) {
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .seed(5)
            .updater(new NoOp())
            .weightInit(WeightInit.XAVIER);
    GraphBuilder g =
        global.graphBuilder().addInputs("source", "target", "source-words", "target-words");
    g.addLayer("te", new IdEmbedding.Builder().nIn(WORDS).nOut(HIDDEN).build(), "target");
    g.addLayer("se", new IdEmbedding.Builder().nIn(5).nOut(3).build(), "source");
    g.addLayer("memory", Networks.cell("gru", 3, MEMORY, RNNFormat.NCW), "se");
    g.addLayer("decoder", Networks.cell("gru", HIDDEN, HIDDEN, RNNFormat.NCW), "te");
    SideInputVertex.add(
        g,
        global,
        "pointer",
        new Pointer.Builder().nIn(HIDDEN).nOut(MEMORY).build(),
        "decoder",
        "memory",
        "source-words",
        "target-words");
    g.addLayer(
        "gate",
        new Projection.Builder().nIn(HIDDEN).nOut(1).activation(Activation.IDENTITY).build(),
        "decoder");
    g.addVertex("mixed", new SequenceMergeVertex(), "decoder", "gate", "pointer");
    SparseOutput.Builder output =
        new SparseOutput.Builder().perToken(true).copying(coverage).nIn(HIDDEN).nOut(WORDS);
    g.addLayer("out", (tied ? output.tiedTo(0) : output).build(), "mixed");
    ComputationGraphConfiguration configuration = g.setOutputs("out").build();
    if (tied) {
      TiedEmbedding.connect(configuration, "te", "out");
    }
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /**
   * Three examples: words of the vocabulary that the source holds once, twice or not at all, words
   * that can only be copied (5, 6), and padding.
   */
  private static MultiDataSet batch(DataType type, String mask) {
    INDArray source = Networks.array(type, Networks.ids(1, 3, 5, 5));
    INDArray target = Networks.array(type, Networks.ids(2, 3, 4, WORDS));
    INDArray sourceWords =
        Nd4j.createFromArray(new double[][] {{3, 5, 3, 1, -1}, {5, 2, 6, 2, 5}, {0, 1, 2, 3, -1}})
            .castTo(type);
    INDArray targetWords =
        Nd4j.createFromArray(new double[][] {{3, 5, 2, 1}, {6, 5, 2, -1}, {-1, 0, 1, 1}})
            .castTo(type);
    INDArray labels =
        Nd4j.createFromArray(new double[][] {{3, 4, 2, 1}, {4, 4, 2, -1}, {3, 0, 1, 1}})
            .castTo(type);
    INDArray m = Networks.mask(type, mask, 3, 5);
    return new MultiDataSet(
        new INDArray[] {source, target, sourceWords, targetWords},
        new INDArray[] {labels},
        m == null ? null : new INDArray[] {m, null, null, null},
        null);
  }

  @ParameterizedTest
  @CsvSource({"0, none, false", "0.7, none, true", "0.7, end, false"})
  void gradients(double coverage, String mask, boolean tied) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      Nd4j.getRandom().setSeed(11);
      ComputationGraph graph = graph(DataType.DOUBLE, coverage, tied);
      Networks.spread(graph.params());
      MultiDataSet batch = batch(DataType.DOUBLE, mask);
      Gradients.check(graph, batch);
    } finally {
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "end"})
  void nativePassEqualsTheReference(String mask) {
    Nd4j.getRandom().setSeed(12);
    ComputationGraph floats = graph(DataType.FLOAT, 0.7, true);
    ComputationGraph doubles = graph(DataType.DOUBLE, 0.7, true);
    Networks.spread(floats.params());
    doubles.params().assign(floats.params().castTo(DataType.DOUBLE));
    floats.fit(batch(DataType.FLOAT, mask));
    doubles.fit(batch(DataType.DOUBLE, mask));
    assertThat(floats.score()).isCloseTo(doubles.score(), within(1e-5));
    INDArray expected = doubles.getFlattenedGradients().castTo(DataType.FLOAT);
    EqualityTest.assertClose(floats.getFlattenedGradients(), expected, 1e-5);
  }

  /** The loss is what one works out from the parts of the graph, by the formula. */
  @Test
  void theLossIsTheMixtures() {
    ComputationGraph graph = graph(DataType.DOUBLE, 0.7, false);
    Networks.spread(graph.params());
    MultiDataSet batch = batch(DataType.DOUBLE, "none");
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.computeGradientAndScore();
    var parts = graph.feedForward(batch.getFeatures(), false);
    INDArray pointer = parts.get("pointer");
    INDArray gate = parts.get("gate");
    INDArray out = parts.get("out");
    INDArray labels = batch.getLabels(0);
    double sum = 0;
    int count = 0;
    for (int b = 0; b < 3; b++) {
      for (int t = 0; t < 4; t++) {
        int y = labels.getInt(b, t);
        if (y >= 0) {
          double g = 1 / (1 + Math.exp(-gate.getDouble(b, 0, t)));
          double copied = (1 - g) * pointer.getDouble(b, 0, t);
          assertThat(out.getDouble(b, WORDS, t)).isCloseTo(copied, within(1e-12));
          double generated = 0;
          for (int v = 0; v < WORDS; v++) {
            generated += out.getDouble(b, v, t);
          }
          assertThat(generated).isCloseTo(g, within(1e-12));
          double p = (y < WORDS ? out.getDouble(b, y, t) : 0) + copied;
          sum += 0.7 * pointer.getDouble(b, 1, t) - Math.log(p);
          count++;
        }
      }
    }
    assertThat(graph.score()).isCloseTo(sum / count, within(1e-9));
    // The first query covers nothing again; with no wanted word there is no weight on it.
    assertThat(pointer.getDouble(0, 1, 0)).isZero();
    assertThat(pointer.getDouble(2, 0, 0)).isZero();
  }

  @Test
  void idsOfAnotherShapeAreRefused() {
    ComputationGraph graph = graph(DataType.FLOAT, 0, false);
    MultiDataSet batch = batch(DataType.FLOAT, "none");
    batch.setFeatures(3, batch.getFeatures(0));
    assertThatThrownBy(() -> graph.output(batch.getFeatures()))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("The ids of the wanted words");
  }

  @Test
  void smoothingDoesNotGoWithCopying() {
    assertThatThrownBy(() -> new SparseOutput.Builder().copying(1).labelSmoothing(0.1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("copying goes without label smoothing");
  }
}
