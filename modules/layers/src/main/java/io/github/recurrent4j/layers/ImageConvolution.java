package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.ConvolutionSpec;
import io.github.recurrent4j.kernels.Patches;
import io.github.recurrent4j.layers.runtime.ConvolutionInitializer;
import io.github.recurrent4j.layers.runtime.ImageConvolutionLayer;
import io.github.recurrent4j.layers.runtime.Instantiation;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution of pictures that lie as sequences do: [B, channels, height·width], row by row from
 * the top left, to [B, nOut, outputs]. It computes what DL4J's ConvolutionLayer computes in the
 * mode Same, on the fused layers' kernels and cores; its grid of vectors is a sequence that {@link
 * Attention} reads as it is. nIn is the size of a patch, kernel·kernel·channels, so that W [nIn,
 * nOut] and b are those of a dense layer over patches. The activation is the identity or ReLU.
 *
 * <p>Normalized (Ioffe and Szegedy, 2015), W x gets a mean of 0 and a variance of 1 in each channel
 * of a minibatch before a gain and b; outside of training with the mean and variance that a moving
 * average over minibatches has.
 */
public final class ImageConvolution extends FeedForwardLayer {
  private int height = 1;
  private int width = 1;
  private int kernel = 1;
  private int stride = 1;
  private boolean normalized;

  /** For JSON. */
  public ImageConvolution() {}

  private ImageConvolution(Builder builder) {
    super(builder);
    initializeConstraints(builder);
    height = builder.patches.height();
    width = builder.patches.width();
    kernel = builder.patches.kernel();
    stride = builder.patches.stride();
    normalized = builder.normalized;
    if (!(activationFn instanceof ActivationIdentity) && !rectified()) {
      throw new IllegalArgumentException(
          "a convolution's activation is identity or relu, not " + activationFn);
    }
  }

  private boolean rectified() {
    return activationFn instanceof ActivationReLU;
  }

  /** What it computes. */
  public ConvolutionSpec spec() {
    Patches patches = new Patches(height, width, kernel, stride);
    return new ConvolutionSpec(patches, (int) (nIn / kernel / kernel), (int) nOut, rectified());
  }

  /** Places from top to bottom. */
  public int getHeight() {
    return height;
  }

  /** See {@link #getHeight}. */
  public void setHeight(int height) {
    this.height = height;
  }

  /** Places from left to right. */
  public int getWidth() {
    return width;
  }

  /** See {@link #getWidth}. */
  public void setWidth(int width) {
    this.width = width;
  }

  /** Side of a patch. */
  public int getKernel() {
    return kernel;
  }

  /** See {@link #getKernel}. */
  public void setKernel(int kernel) {
    this.kernel = kernel;
  }

  /** Distance of neighbouring patches. */
  public int getStride() {
    return stride;
  }

  /** See {@link #getStride}. */
  public void setStride(int stride) {
    this.stride = stride;
  }

  /** Whether its channels are normalized. */
  public boolean isNormalized() {
    return normalized;
  }

  /** See {@link #isNormalized}. */
  public void setNormalized(boolean normalized) {
    this.normalized = normalized;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return Instantiation.finish(
        new ImageConvolutionLayer(conf, type),
        this,
        conf,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return ConvolutionInitializer.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent(nOut, spec().patches().outputs());
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // Known from the patches.
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return MemoryReports.of(this, input, initializer().numParams(this), 0);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ImageConvolution other
        && other.spec().equals(spec())
        && other.normalized == normalized
        && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof ImageConvolution;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), height, width, kernel, stride, normalized);
  }

  /** Builds an {@link ImageConvolution}. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends FeedForwardLayer.Builder<Builder> {
    private final Patches patches;
    private boolean normalized;

    /**
     * A convolution.
     *
     * @param patches what each output place sees
     * @param channels values at a place
     */
    public Builder(Patches patches, int channels) {
      this.patches = patches;
      if (channels < 1) {
        throw new IllegalArgumentException("a picture has at least one value a place: " + channels);
      }
      nIn((long) patches.kernel() * patches.kernel() * channels);
    }

    /**
     * Normalizes the channels.
     *
     * @param gain that each begins with: 0 where the convolution is added to what it reads, which
     *     then begins as if it were not there
     */
    public Builder normalized(double gain) {
      normalized = true;
      gainInit(gain);
      return this;
    }

    @Override
    public ImageConvolution build() {
      return new ImageConvolution(this);
    }
  }
}
