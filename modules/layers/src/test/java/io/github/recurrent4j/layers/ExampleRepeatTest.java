package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
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

/** One pass over examples that have two targets each, against two examples that are the same. */
class ExampleRepeatTest {
  private static ComputationGraph graph(DataType type, int times) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(3)
                .updater(new NoOp())
                .weightInit(WeightInit.XAVIER)
                .graphBuilder()
                .addInputs("target", "source")
                .addLayer(
                    "dense",
                    new Projection.Builder().nIn(3).nOut(4).activation(Activation.TANH).build(),
                    "source")
                .addVertex("repeated", new ExampleRepeatVertex(times), "dense")
                .addVertex("both", new SequenceMergeVertex(), "target", "repeated")
                .addLayer(
                    "output",
                    new RnnOutputLayer.Builder()
                        .nIn(6)
                        .nOut(2)
                        .dataFormat(RNNFormat.NCW)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "both")
                .setOutputs("output")
                .build());
    graph.init();
    return graph;
  }

  private static Map<String, INDArray> gradients(
      ComputationGraph graph, INDArray target, INDArray source, INDArray labels) {
    graph.setInputs(target, source);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.gradient().gradientForVariable();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void repeatingIsHavingTheExampleTwice(DataType type) {
    Nd4j.getRandom().setSeed(5);
    INDArray target = Networks.sequence(type, 6, 2, 5, RNNFormat.NCW);
    INDArray source = Networks.sequence(type, 3, 3, 5, RNNFormat.NCW);
    INDArray labels = Networks.oneHot(type, Networks.ids(7, 6, 5, 2), 2, RNNFormat.NCW);
    ComputationGraph repeating = graph(type, 2);
    ComputationGraph plain = graph(type, 1);
    plain.params().assign(repeating.params());
    INDArray twice = Nd4j.concat(0, source, source);
    assertThat(
            repeating
                .output(target, source)[0]
                .sub(plain.output(target, twice)[0])
                .norm2Number()
                .doubleValue())
        .isCloseTo(0, within(1e-6));
    Map<String, INDArray> expected = gradients(plain, target, twice, labels);
    Map<String, INDArray> found = gradients(repeating, target, source, labels);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, gradient) -> {
          assertThat(gradient.norm2Number().doubleValue()).isPositive();
          assertThat(found.get(name).sub(gradient).norm2Number().doubleValue())
              .as(name)
              .isCloseTo(0, within(1e-5));
        });
  }
}
