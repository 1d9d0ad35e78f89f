package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.kernels.Precision;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The loss on native memory against the one on ND4J, which gradient checks prove. */
class CrossEntropyTest {
  private static final int CLASSES = 3_000;
  private static final int BATCH = 10;
  private static final int TIME = 40;

  private final MultiLayerNetwork exact;
  private final MultiLayerNetwork floats;

  CrossEntropyTest() {
    exact = network(DataType.DOUBLE, 0.1);
    floats = network(DataType.FLOAT, 0.1);
    floats.params().assign(exact.params().castTo(DataType.FLOAT));
  }

  private static MultiLayerNetwork network(DataType type, double smoothing) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(2)
                .dataType(type)
                .list()
                .layer(new IdEmbedding.Builder().nIn(50).nOut(64).build())
                .layer(
                    new SparseOutput.Builder()
                        .nOut(CLASSES)
                        .perToken(true)
                        .labelSmoothing(smoothing)
                        .build())
                .setInputType(InputType.recurrent(50))
                .build());
    network.init();
    return network;
  }

  private static INDArray ids(int below, DataType type) {
    Random random = new Random(below);
    double[][] ids = new double[BATCH][TIME];
    for (double[] row : ids) {
      for (int t = 0; t < TIME; t++) {
        row[t] = random.nextInt(below);
      }
    }
    return Nd4j.createFromArray(ids).castTo(type);
  }

  private static void gradient(MultiLayerNetwork network, boolean masked) {
    DataType type = network.params().dataType();
    network.setInput(ids(50, type));
    network.setLabels(ids(CLASSES, type));
    INDArray mask = Nd4j.ones(type, BATCH, TIME);
    for (int t = 25; t < TIME; t++) {
      mask.putScalar(3, t, 0);
    }
    network.setLayerMaskArrays(masked ? mask : null, masked ? mask : null);
    network.computeGradientAndScore();
  }

  private static double error(INDArray given, INDArray expected) {
    INDArray e = expected.castTo(DataType.FLOAT);
    return given.sub(e).norm2Number().doubleValue() / e.norm2Number().doubleValue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void equalsTheReference(boolean masked) {
    gradient(exact, masked);
    gradient(floats, masked);
    assertThat(floats.score()).isCloseTo(exact.score(), within(1e-4 * exact.score()));
    assertThat(error(floats.getFlattenedGradients(), exact.getFlattenedGradients()))
        .isLessThan(1e-4);
  }

  @Test
  void bf16StaysClose() {
    Assumptions.assumeTrue(Precision.BF16.isBf16());
    gradient(exact, true);
    TrainingPrecision.apply(floats, Precision.BF16);
    gradient(floats, true);
    assertThat(floats.score()).isCloseTo(exact.score(), within(1e-2 * exact.score()));
    assertThat(error(floats.getFlattenedGradients(), exact.getFlattenedGradients()))
        .isBetween(1e-5, 1e-2);
  }
}
