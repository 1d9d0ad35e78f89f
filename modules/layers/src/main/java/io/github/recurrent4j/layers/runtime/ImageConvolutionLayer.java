package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.ConvolutionSpec;
import io.github.recurrent4j.layers.ImageConvolution;
import io.github.recurrent4j.layers.TimeMajor;
import io.github.recurrent4j.layers.kernel.Engine;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs an {@link ImageConvolution}: on oneDNN in float32 and bf16, otherwise as products of patches
 * on ND4J.
 */
public final class ImageConvolutionLayer extends SequenceLayer<ImageConvolution> {
  /** Part by which the running means and variances move towards those of a minibatch. */
  private static final double MOVED = 0.05;

  private final transient ConvolutionSpec spec;
  private final transient Convolving convolving;
  private final transient Scratch inputCopy = new Scratch();
  private final transient Scratch errorCopy = new Scratch();
  private transient INDArray x;

  /** Creates the layer. */
  public ImageConvolutionLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
    spec = layerConf().spec();
    boolean normalized = layerConf().isNormalized();
    convolving =
        Engine.usesOneDnn(type)
            ? new OneDnnConvolving(spec, normalized, this::precision)
            : new ReferenceConvolving(spec, normalized);
  }

  private Convolving.Parameters parameters(boolean train, LayerWorkspaceMgr workspaces) {
    return new Convolving.Parameters(
        getParamWithNoise(ConvolutionInitializer.W, train, workspaces),
        getParamWithNoise(ConvolutionInitializer.B, train, workspaces),
        params.get(ConvolutionInitializer.GAIN),
        params.get(ConvolutionInitializer.MEAN),
        params.get(ConvolutionInitializer.VARIANCE));
  }

  @Override
  public INDArray activate(boolean train, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    border.sequence(input);
    border.exactly("The picture", input, input.size(0), spec.in(), spec.patches().inputs());
    x = inputCopy.timeMajor(input, dataType, RNNFormat.NCW);
    long[] shape = {spec.patches().outputs(), x.size(1), spec.out()};
    INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    Convolving.Parameters parameters = parameters(train, workspaces);
    if (train) {
      convolving.train(x, parameters, y, MOVED);
    } else {
      convolving.infer(x, parameters, y);
    }
    return TimeMajor.toFormat(y, RNNFormat.NCW);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    border.error(epsilon, RNNFormat.NCW, x.size(1), spec.out(), spec.patches().outputs());
    INDArray error = errorCopy.copy(TimeMajor.view(epsilon.castTo(dataType), RNNFormat.NCW));
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach(gradient::setGradientFor);
    INDArray dX =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    convolving.backward(
        x,
        parameters(true, workspaces),
        error,
        new Convolving.Parameters(
            gradientViews.get(ConvolutionInitializer.W),
            gradientViews.get(ConvolutionInitializer.B),
            gradientViews.get(ConvolutionInitializer.GAIN),
            gradientViews.get(ConvolutionInitializer.MEAN),
            gradientViews.get(ConvolutionInitializer.VARIANCE)),
        dX);
    weightNoiseParams.clear();
    return new Pair<>(gradient, SequenceGradient.of(dX, RNNFormat.NCW));
  }

  @Override
  public boolean hasBias() {
    return true;
  }
}
