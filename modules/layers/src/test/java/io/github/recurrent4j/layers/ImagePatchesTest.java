package io.github.recurrent4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.kernels.Patches;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Two convolutions made of patches, against DL4J's own and against numerical gradients. */
class ImagePatchesTest {
  private static final int IN = 2;
  private static final int MIDDLE = 3;
  private static final int OUT = 4;
  private static final int CLASSES = 2;

  private static OutputLayer output() {
    return new OutputLayer.Builder().nIn(OUT).nOut(CLASSES).activation(Activation.SOFTMAX).build();
  }

  private static FeedForwardLayer dense(int in, int out) {
    return new Projection.Builder().nIn(in).nOut(out).activation(Activation.SOFTPLUS).build();
  }

  private static MultiLayerNetwork ours(DataType type, Patches first) {
    int k = first.kernel() * first.kernel();
    Patches second = new Patches(first.outputHeight(), first.outputWidth(), first.kernel(), 1);
    return initialized(
        Networks.list(type, new NoOp())
            .layer(new ImagePatches(first, IN))
            .layer(dense(k * IN, MIDDLE))
            .layer(new ImagePatches(second, MIDDLE))
            .layer(dense(k * MIDDLE, OUT))
            .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
            .layer(output())
            .setInputType(InputType.recurrent(IN, first.inputs()))
            .build());
  }

  private static ConvolutionLayer convolution(int kernel, int stride, int in, int out) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nIn(in)
        .nOut(out)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.SOFTPLUS)
        .build();
  }

  private static MultiLayerNetwork stock(Patches first) {
    NeuralNetConfiguration.ListBuilder list = Networks.list(DataType.FLOAT, new NoOp());
    return initialized(
        list.layer(convolution(first.kernel(), first.stride(), IN, MIDDLE))
            .layer(convolution(first.kernel(), 1, MIDDLE, OUT))
            .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
            .layer(output())
            .setInputType(InputType.convolutional(first.height(), first.width(), IN))
            .build());
  }

  private static MultiLayerNetwork initialized(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    Networks.spread(network.params());
    return network;
  }

  private static INDArray labels(DataType type) {
    return Nd4j.createFromArray(new double[][] {{0, 1}, {1, 0}, {0, 1}}).castTo(type);
  }

  /** A convolution's [out, in, kernel, kernel] as the rows that patches are multiplied with. */
  private static INDArray asRows(INDArray weights) {
    INDArray turned = weights.permute(2, 3, 1, 0).dup('c');
    return turned.reshape('c', turned.length() / weights.size(0), weights.size(0));
  }

  @ParameterizedTest
  @CsvSource({"6,5,3,1", "6,5,3,2", "5,6,2,2", "4,4,4,3", "7,3,1,1"})
  void computesWhatStockConvolutionsCompute(int height, int width, int kernel, int stride) {
    Nd4j.getRandom().setSeed(21);
    Patches patches = new Patches(height, width, kernel, stride);
    MultiLayerNetwork stock = stock(patches);
    MultiLayerNetwork ours = ours(DataType.FLOAT, patches);
    int[][] layers = {{0, 1}, {1, 3}};
    for (int[] pair : layers) {
      ours.setParam(pair[1] + "_W", asRows(stock.getParam(pair[0] + "_W")));
      ours.setParam(pair[1] + "_b", stock.getParam(pair[0] + "_b").dup());
    }
    ours.setParam("5_W", stock.getParam("3_W").dup());
    ours.setParam("5_b", stock.getParam("3_b").dup());
    INDArray pictures = Nd4j.rand(DataType.FLOAT, 3, IN, height, width).subi(0.5);
    INDArray sequences = pictures.reshape('c', 3, IN, (long) height * width);
    INDArray expected = stock.output(pictures);
    assertThat(ours.output(sequences).sub(expected).norm2Number().doubleValue())
        .isCloseTo(0, within(1e-5));
    gradients(stock, pictures);
    gradients(ours, sequences);
    for (int[] pair : layers) {
      INDArray its = asRows(stock.gradient().getGradientFor(pair[0] + "_W"));
      INDArray mine = ours.gradient().getGradientFor(pair[1] + "_W");
      assertThat(its.norm2Number().doubleValue()).isPositive();
      assertThat(mine.sub(its).norm2Number().doubleValue())
          .isCloseTo(0, within(1e-5 * (1 + its.norm2Number().doubleValue())));
    }
  }

  private static void gradients(MultiLayerNetwork network, INDArray input) {
    network.setInput(input);
    network.setLabels(labels(DataType.FLOAT));
    network.computeGradientAndScore();
  }

  @Test
  void gradients() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      Nd4j.getRandom().setSeed(22);
      Patches patches = new Patches(4, 5, 3, 2);
      INDArray pictures = Nd4j.rand(DataType.DOUBLE, 3, IN, patches.inputs()).subi(0.5);
      GradientCheckUtil.MLNConfig check =
          new GradientCheckUtil.MLNConfig()
              .net(ours(DataType.DOUBLE, patches))
              .input(pictures)
              .labels(labels(DataType.DOUBLE))
              .minAbsoluteError(1e-9);
      assertThat(GradientCheckUtil.checkGradients(check)).isTrue();
    } finally {
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }
  }

  @Test
  void survivesJson() {
    MultiLayerNetwork network = ours(DataType.FLOAT, new Patches(6, 5, 3, 2));
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() {
    MultiLayerNetwork network = ours(DataType.FLOAT, new Patches(6, 5, 3, 2));
    assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.FLOAT, 1, IN, 29)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("30");
  }
}
