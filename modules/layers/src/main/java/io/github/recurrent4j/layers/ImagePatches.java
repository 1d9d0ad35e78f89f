package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.Patches;
import io.github.recurrent4j.layers.runtime.ImagePatchesLayer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cuts pictures into the overlapping patches of a convolution: [B, C, height·width], row by row
 * from the top left, to [B, kernel·kernel·C, outputs]. A {@link Projection} behind it makes a
 * convolution of the two, that of DL4J's ConvolutionLayer in the mode Same, on the fused layers'
 * products and cores; its grid of vectors is a sequence that {@link Attention} reads as it is.
 */
public final class ImagePatches extends NoParamLayer {
  private int channels = 1;
  private int height = 1;
  private int width = 1;
  private int kernel = 1;
  private int stride = 1;

  /** For JSON. */
  public ImagePatches() {}

  /**
   * Patches as these say.
   *
   * @param channels C, values at a place
   */
  public ImagePatches(Patches patches, int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("a picture has at least one value a place: " + channels);
    }
    this.channels = channels;
    height = patches.height();
    width = patches.width();
    kernel = patches.kernel();
    stride = patches.stride();
  }

  /** Sizes of pictures and patches. */
  public Patches patches() {
    return new Patches(height, width, kernel, stride);
  }

  /** Values at a place. */
  public int getChannels() {
    return channels;
  }

  /** See {@link #getChannels}. */
  public void setChannels(int channels) {
    this.channels = channels;
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

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    ImagePatchesLayer layer = new ImagePatchesLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent((long) channels * kernel * kernel, patches().outputs());
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return MemoryReports.of(this, input, 0, 0);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ImagePatches p
        && p.channels == channels
        && p.patches().equals(patches())
        && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof ImagePatches;
  }

  @Override
  public int hashCode() {
    return Objects.hash(channels, height, width, kernel, stride);
  }
}
