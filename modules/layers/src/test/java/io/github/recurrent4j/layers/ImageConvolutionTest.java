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

/** Two convolutions against DL4J's own and against numerical gradients. */
class ImageConvolutionTest {
  private static final int IN = 2;
  private static final int MIDDLE = 3;
  private static final int OUT = 4;
  private static final int CLASSES = 2;
  private static final int[] LAYERS = {0, 1};

  private static OutputLayer output() {
    return new OutputLayer.Builder().nIn(OUT).nOut(CLASSES).activation(Activation.SOFTMAX).build();
  }

  private static ImageConvolution convolution(
      Patches patches, int in, int out, Activation activation, boolean normalized) {
    ImageConvolution.Builder builder =
        new ImageConvolution.Builder(patches, in).nOut(out).activation(activation);
    return (normalized ? builder.normalized(1) : builder).build();
  }

  private static MultiLayerNetwork ours(
      DataType type, Patches first, Activation activation, boolean normalized) {
    Patches second = new Patches(first.outputHeight(), first.outputWidth(), first.kernel(), 1);
    return initialized(
        Networks.list(type, new NoOp())
            .layer(convolution(first, IN, MIDDLE, activation, normalized))
            .layer(convolution(second, MIDDLE, OUT, activation, normalized))
            .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
            .layer(output())
            .setInputType(InputType.recurrent(IN, first.inputs()))
            .build());
  }

  private static ConvolutionLayer stock(int kernel, int stride, int in, int out) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nIn(in)
        .nOut(out)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }

  private static MultiLayerNetwork stock(Patches first) {
    NeuralNetConfiguration.ListBuilder list = Networks.list(DataType.FLOAT, new NoOp());
    return initialized(
        list.layer(stock(first.kernel(), first.stride(), IN, MIDDLE))
            .layer(stock(first.kernel(), 1, MIDDLE, OUT))
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
    MultiLayerNetwork ours = ours(DataType.FLOAT, patches, Activation.RELU, false);
    for (int layer : LAYERS) {
      ours.setParam(layer + "_W", asRows(stock.getParam(layer + "_W")));
      ours.setParam(layer + "_b", stock.getParam(layer + "_b").reshape(1, -1).dup());
    }
    ours.setParam("3_W", stock.getParam("3_W").dup());
    ours.setParam("3_b", stock.getParam("3_b").dup());
    INDArray pictures = Nd4j.rand(DataType.FLOAT, 3, IN, height, width).subi(0.5);
    INDArray sequences = pictures.reshape('c', 3, IN, (long) height * width);
    INDArray expected = stock.output(pictures);
    assertThat(ours.output(sequences).sub(expected).norm2Number().doubleValue())
        .isCloseTo(0, within(1e-5));
    gradients(stock, pictures, DataType.FLOAT);
    gradients(ours, sequences, DataType.FLOAT);
    for (int layer : LAYERS) {
      INDArray its = asRows(stock.gradient().getGradientFor(layer + "_W"));
      same(its, ours.gradient().getGradientFor(layer + "_W"));
      same(
          stock.gradient().getGradientFor(layer + "_b").ravel(),
          ours.gradient().getGradientFor(layer + "_b").ravel());
    }
  }

  private static void same(INDArray expected, INDArray found) {
    double norm = expected.norm2Number().doubleValue();
    assertThat(norm).isPositive();
    assertThat(found.sub(expected).norm2Number().doubleValue())
        .isCloseTo(0, within(1e-5 * (1 + norm)));
  }

  private static void gradients(MultiLayerNetwork network, INDArray input, DataType type) {
    network.setInput(input);
    network.setLabels(labels(type));
    network.computeGradientAndScore();
  }

  @ParameterizedTest
  @CsvSource({"IDENTITY,false", "IDENTITY,true", "RELU,true"})
  void gradients(Activation activation, boolean normalized) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      Nd4j.getRandom().setSeed(22);
      Patches patches = new Patches(4, 5, 3, 2);
      INDArray pictures = Nd4j.rand(DataType.DOUBLE, 3, IN, patches.inputs()).subi(0.5);
      GradientCheckUtil.MLNConfig check =
          new GradientCheckUtil.MLNConfig()
              .net(ours(DataType.DOUBLE, patches, activation, normalized))
              .input(pictures)
              .labels(labels(DataType.DOUBLE))
              .minAbsoluteError(1e-9);
      assertThat(GradientCheckUtil.checkGradients(check)).isTrue();
    } finally {
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }
  }

  /** The kernels' norm against the reference, which the gradient check holds. */
  @ParameterizedTest
  @CsvSource({"6,5,3,1", "6,5,3,2"})
  void floatsAreNormalizedAsDoublesAre(int height, int width, int kernel, int stride) {
    Nd4j.getRandom().setSeed(23);
    Patches patches = new Patches(height, width, kernel, stride);
    MultiLayerNetwork single = ours(DataType.FLOAT, patches, Activation.RELU, true);
    MultiLayerNetwork twice = ours(DataType.DOUBLE, patches, Activation.RELU, true);
    twice.setParams(single.params().castTo(DataType.DOUBLE));
    INDArray pictures = Nd4j.rand(DataType.DOUBLE, 3, IN, patches.inputs()).subi(0.5);
    gradients(single, pictures.castTo(DataType.FLOAT), DataType.FLOAT);
    gradients(twice, pictures, DataType.DOUBLE);
    for (String key : new String[] {"0_W", "0_b", "0_g", "1_W", "1_b", "1_g"}) {
      same(
          twice.gradient().getGradientFor(key).castTo(DataType.FLOAT),
          single.gradient().getGradientFor(key));
    }
    for (String key : new String[] {"0_m", "0_s", "1_m", "1_s"}) {
      same(twice.getParam(key).castTo(DataType.FLOAT), single.getParam(key));
    }
    same(
        twice.output(pictures).castTo(DataType.FLOAT),
        single.output(pictures.castTo(DataType.FLOAT)));
  }

  @Test
  void afterTrainingTheRunningMomentsAreThoseOfThePictures() {
    Nd4j.getRandom().setSeed(24);
    Patches patches = new Patches(6, 5, 3, 1);
    MultiLayerNetwork network = ours(DataType.FLOAT, patches, Activation.IDENTITY, true);
    INDArray pictures = Nd4j.rand(DataType.FLOAT, 3, IN, patches.inputs()).subi(0.5);
    network.setInput(pictures);
    network.setLabels(labels(DataType.FLOAT));
    for (int i = 0; i < 400; i++) {
      network.computeGradientAndScore();
    }
    INDArray trained = network.feedForward(pictures, true).get(2);
    same(trained.dup('c'), network.feedForward(pictures, false).get(2).dup('c'));
  }

  @Test
  void survivesJson() {
    MultiLayerNetwork network =
        ours(DataType.FLOAT, new Patches(6, 5, 3, 2), Activation.RELU, true);
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
  }

  @Test
  void otherActivationsAreRefused() {
    assertThatThrownBy(() -> convolution(new Patches(6, 5, 3, 2), IN, OUT, Activation.TANH, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("relu");
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() {
    MultiLayerNetwork network =
        ours(DataType.FLOAT, new Patches(6, 5, 3, 2), Activation.RELU, false);
    assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.FLOAT, 1, IN, 29)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("30");
  }
}
