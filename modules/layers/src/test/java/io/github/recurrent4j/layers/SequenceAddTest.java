package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** A residual block's sum against DL4J's own vertex with a rectifier behind it. */
class SequenceAddTest {
  private static final int SIZE = 4;

  private static ComputationGraph graph(DataType type, boolean ours) {
    GraphBuilder g =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .seed(3)
            .updater(new NoOp())
            .weightInit(WeightInit.XAVIER)
            .graphBuilder()
            .addInputs("x");
    g.addLayer("below", dense(), "x");
    g.addLayer("block", dense(), "below");
    if (ours) {
      g.addVertex("sum", new SequenceAddVertex(), "below", "block");
    } else {
      g.addVertex("plain", new ElementWiseVertex(ElementWiseVertex.Op.Add), "below", "block");
      g.addLayer("sum", new ActivationLayer(Activation.RELU), "plain");
    }
    g.addLayer(
        "output",
        new RnnOutputLayer.Builder()
            .nIn(SIZE)
            .nOut(2)
            .dataFormat(RNNFormat.NCW)
            .activation(Activation.SOFTMAX)
            .build(),
        "sum");
    ComputationGraph graph = new ComputationGraph(g.setOutputs("output").build());
    graph.init();
    return graph;
  }

  private static Projection dense() {
    return new Projection.Builder().nIn(SIZE).nOut(SIZE).activation(Activation.IDENTITY).build();
  }

  private static Map<String, INDArray> gradients(
      ComputationGraph graph, INDArray x, INDArray labels) {
    graph.setInputs(x);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.gradient().gradientForVariable();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void addsAsStockDoes(DataType type) {
    Nd4j.getRandom().setSeed(5);
    INDArray x = Networks.sequence(type, 3, SIZE, 5, RNNFormat.NCW);
    INDArray labels = Networks.oneHot(type, Networks.ids(7, 3, 5, 2), 2, RNNFormat.NCW);
    ComputationGraph ours = graph(type, true);
    ComputationGraph stock = graph(type, false);
    stock.params().assign(ours.params());
    INDArray expected = stock.output(x)[0];
    assertThat(ours.output(x)[0].sub(expected).norm2Number().doubleValue())
        .isCloseTo(0, within(1e-6));
    Map<String, INDArray> found = gradients(ours, x, labels);
    gradients(stock, x, labels)
        .forEach(
            (name, gradient) -> {
              assertThat(gradient.norm2Number().doubleValue()).isPositive();
              assertThat(found.get(name).sub(gradient).norm2Number().doubleValue())
                  .as(name)
                  .isCloseTo(0, within(1e-5));
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void otherShapesAreRefused(DataType type) {
    GraphBuilder g =
        new NeuralNetConfiguration.Builder().dataType(type).graphBuilder().addInputs("a", "b");
    g.addVertex("sum", new SequenceAddVertex(), "a", "b");
    g.addLayer("output", dense(), "sum");
    ComputationGraph graph = new ComputationGraph(g.setOutputs("output").build());
    graph.init();
    assertThatThrownBy(
            () ->
                graph.outputSingle(Nd4j.zeros(type, 2, SIZE, 3), Nd4j.zeros(type, 2, SIZE + 1, 3)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("second sequence");
  }
}
