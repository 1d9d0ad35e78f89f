package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.kernels.ParallelProducts;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ProductsTest {
  /** Large products of a training pass round their factors to bf16, and nothing else. */
  @Test
  void bf16ProductsStayClose() {
    Assumptions.assumeTrue(Engine.oneDnnAvailable());
    Nd4j.getRandom().setSeed(1);
    int m = 300;
    int n = 512;
    int k = 500;
    INDArray a = Nd4j.randn(DataType.FLOAT, k, m);
    INDArray b = Nd4j.randn(DataType.FLOAT, k, n);
    INDArray exact = Nd4j.ones(DataType.FLOAT, m, n);
    INDArray rounded = Nd4j.ones(DataType.FLOAT, m, n);
    Product product = Product.of(m, n, k).transposeA().accumulating();
    multiply(product, a, b, exact);
    Assumptions.assumeTrue(Precision.BF16.isBf16());
    multiply(product.in(Precision.BF16), a, b, rounded);
    INDArray expected = a.transpose().mmul(b).addi(1);
    assertThat(exact.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-3);
    // A relative error of at most 2⁻⁸ for each of two factors, averaged over 500 terms.
    double error = rounded.sub(expected).norm2Number().doubleValue();
    assertThat(error / expected.norm2Number().doubleValue()).isBetween(1e-5, 5e-3);
  }

  private static void multiply(Product product, INDArray a, INDArray b, INDArray c) {
    ParallelProducts.multiply(
        product, NativeArrays.of(a), NativeArrays.of(b), null, NativeArrays.of(c));
  }

  /** Dropout before a projection of single vectors. */
  @Test
  void projectionsOfSingleVectorsTakeDropout() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(
                    new Projection.Builder()
                        .nIn(6)
                        .nOut(5)
                        .dropOut(new VariationalDropout(0.5))
                        .build())
                .layer(
                    new Projection.Builder()
                        .nIn(5)
                        .nOut(4)
                        .dropOut(new VariationalDropout(0.5))
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(2).build())
                .setInputType(InputType.feedForward(6))
                .build());
    network.init();
    INDArray x = Nd4j.randn(DataType.FLOAT, 3, 6);
    INDArray before = network.params().dup();
    network.fit(x, Nd4j.rand(DataType.FLOAT, 3, 2));
    assertThat(network.score()).isFinite();
    assertThat(network.params()).isNotEqualTo(before);
    assertThat(network.output(x).shape()).containsExactly(3, 2);
  }
}
