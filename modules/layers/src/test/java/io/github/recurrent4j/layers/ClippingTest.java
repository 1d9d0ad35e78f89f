package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Clipping by the global norm against its definition. */
class ClippingTest {

  @Test
  void updateEqualsTheDefinition() {
    for (double maxNorm : new double[] {0.01, 1e9}) {
      MultiLayerNetwork network =
          Networks.network(
              DataType.FLOAT, Networks.cell("lstm", 5, 8, RNNFormat.NCW), 5, 8, 4, RNNFormat.NCW);
      INDArray x = Networks.sequence(DataType.FLOAT, 6, 5, 7, RNNFormat.NCW);
      INDArray y = Networks.oneHot(DataType.FLOAT, Networks.ids(1, 6, 7, 4), 4, RNNFormat.NCW);
      network.setInput(x);
      network.setLabels(y);
      network.computeGradientAndScore();
      double[] mean = network.getFlattenedGradients().dup().divi(6).data().asDouble();
      double square = 0;
      for (double g : mean) {
        square += g * g;
      }
      double norm = Math.sqrt(square);
      double factor = norm > maxNorm ? maxNorm / norm : 1;

      MultiLayerNetwork clipped = network.clone();
      GlobalNormClipping clipping = GlobalNormClipping.attach(clipped, maxNorm);
      clipped.setInput(x);
      clipped.setLabels(y);
      clipped.computeGradientAndScore();
      clipping.onGradientCalculation(clipped);
      double[] actual = clipped.getFlattenedGradients().dup().divi(6).data().asDouble();
      assertThat(clipping.lastNorm()).isCloseTo(norm, offset(1e-6 * norm));
      for (int i = 0; i < mean.length; i++) {
        assertThat(actual[i]).isCloseTo(mean[i] * factor, offset(1e-6));
      }
    }
  }

  @Test
  void fitMovesParametersByTheClippedGradient() {
    Nd4j.getRandom().setSeed(3);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Networks.list(DataType.FLOAT, new Sgd(1.0))
                .layer(Networks.cell("gru", 5, 8, RNNFormat.NCW))
                .layer(new SparseOutput.Builder().nIn(8).nOut(4).build())
                .setInputType(org.deeplearning4j.nn.conf.inputs.InputType.recurrent(5))
                .build());
    network.init();
    GlobalNormClipping.attach(network, 0.25);
    INDArray before = network.params().dup();
    network.fit(
        Networks.sequence(DataType.FLOAT, 6, 5, 7, RNNFormat.NCW),
        Networks.array(DataType.FLOAT, Networks.ids(1, 6, 7, 4)));
    // With learning rate 1 the step is the clipped gradient: its length is the threshold.
    assertThat(network.params().sub(before).norm2Number().doubleValue())
        .isCloseTo(0.25, offset(1e-4));
  }

  @Test
  void normOfLongArrays() {
    INDArray a = Nd4j.ones(DataType.FLOAT, 1_000_003).muli(2);
    assertThat(GlobalNormClipping.norm(a)).isCloseTo(2 * Math.sqrt(1_000_003), offset(1e-9));
    assertThat(GlobalNormClipping.norm(a.castTo(DataType.DOUBLE)))
        .isCloseTo(2 * Math.sqrt(1_000_003), offset(1e-9));
  }

  @Test
  void thresholdMustBePositive() {
    assertThatThrownBy(() -> new GlobalNormClipping(0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new GlobalNormClipping(Double.NaN)).hasMessageContaining("above 0");
  }

  private static org.assertj.core.data.Offset<Double> offset(double value) {
    return org.assertj.core.data.Offset.offset(value);
  }
}
