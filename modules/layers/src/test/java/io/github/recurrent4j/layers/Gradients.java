package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Analytic against numerical gradients, in double precision. DL4J's check moves one parameter at a
 * time, and of large arrays some. This one moves an array as a whole along a random line: the slope
 * along the line is the product of line and gradient, to which every entry of the gradient counts.
 * One that is off by some millionths of the array's norm shows.
 */
final class Gradients {
  private static final double STEP = 1e-6;
  private static final double RELATIVE = 1e-6;
  private static final double ABSOLUTE = 1e-9;

  private Gradients() {}

  /** Fails where the gradient of a network's loss on {@code data} is not its slope. */
  static void check(MultiLayerNetwork network, DataSet data) {
    check(network, data, Set.of());
  }

  /** The same, but for the parameters named {@code frozen}. */
  static void check(MultiLayerNetwork network, DataSet data, Set<String> frozen) {
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
    network.computeGradientAndScore();
    Map<String, INDArray> moved = new TreeMap<>(network.paramTable());
    moved.keySet().removeAll(frozen);
    Map<String, INDArray> found = network.gradient().gradientForVariable();
    check(moved, found, data.getFeatures().size(0), () -> network.score(data, true));
  }

  /** The same for a graph. */
  static void check(ComputationGraph graph, MultiDataSet data) {
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    Map<String, INDArray> found = graph.gradient().gradientForVariable();
    long batch = data.getFeatures(0).size(0);
    check(new TreeMap<>(graph.paramTable()), found, batch, () -> graph.score(data, true));
  }

  private static void check(
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradients,
      long batch,
      DoubleSupplier loss) {
    Random random = new Random(1);
    double all = 0;
    for (Map.Entry<String, INDArray> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      INDArray values = parameter.getValue();
      assertThat(values.dataType()).as(name).isEqualTo(DataType.DOUBLE);
      assertThat(gradients).as("gradients").containsKey(name);
      // Layers give sums over the minibatch; the loss is their mean.
      INDArray gradient = gradients.get(name).div(batch);
      INDArray line = line(values, random);
      INDArray before = values.dup();
      values.addi(line.mul(STEP));
      double above = loss.getAsDouble();
      values.assign(before).subi(line.mul(STEP));
      double below = loss.getAsDouble();
      values.assign(before);
      double size = gradient.norm2Number().doubleValue();
      assertThat((above - below) / (2 * STEP))
          .as("slope along a line of %s, gradient of norm %s", name, size)
          .isCloseTo(
              gradient.mul(line).sumNumber().doubleValue(),
              Offset.offset(ABSOLUTE + RELATIVE * size));
      all += size;
    }
    assertThat(all).as("norm of all gradients").isGreaterThan(1e-3);
  }

  private static INDArray line(INDArray like, Random random) {
    double[] values = random.doubles(like.length(), -1, 1).toArray();
    return Nd4j.createFromArray(values).reshape(like.shape());
  }
}
