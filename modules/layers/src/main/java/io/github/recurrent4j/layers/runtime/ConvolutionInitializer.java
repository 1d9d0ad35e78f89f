package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.layers.ImageConvolution;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters of an {@link ImageConvolution}: those of a dense layer over patches and, where it is
 * normalized, gains, running means and running variances. The last two are not learnt: their
 * gradients are 0, and the layer moves them in training.
 */
public final class ConvolutionInitializer extends ParameterBlock.Initializer {
  /** Shared instance. */
  public static final ConvolutionInitializer INSTANCE = new ConvolutionInitializer();

  static final String W = DefaultParamInitializer.WEIGHT_KEY;
  static final String B = DefaultParamInitializer.BIAS_KEY;
  static final String GAIN = "g";
  static final String MEAN = "m";
  static final String VARIANCE = "s";

  private ConvolutionInitializer() {}

  @Override
  List<ParameterBlock> blocks(Layer layer) {
    ImageConvolution convolution = (ImageConvolution) layer;
    long out = convolution.getNOut();
    List<ParameterBlock> blocks = new ArrayList<>();
    blocks.add(new ParameterBlock(W, convolution.getNIn(), out, 'f', true));
    blocks.add(new ParameterBlock(B, 1, out, 'c', false));
    if (convolution.isNormalized()) {
      for (String key : List.of(GAIN, MEAN, VARIANCE)) {
        blocks.add(new ParameterBlock(key, 1, out, 'c', false));
      }
    }
    return blocks;
  }

  @Override
  void initialize(Layer layer, ParameterBlock block, INDArray flat) {
    ImageConvolution convolution = (ImageConvolution) layer;
    switch (block.key()) {
      case "W" ->
          convolution
              .getWeightInitFn()
              .init(
                  convolution.getNIn(),
                  convolution.getNOut(),
                  new long[] {block.rows(), block.columns()},
                  block.order(),
                  flat);
      case "b" -> flat.assign(convolution.getBiasInit());
      case "g" -> flat.assign(convolution.getGainInit());
      case "m" -> flat.assign(0);
      default -> flat.assign(1);
    }
  }
}
