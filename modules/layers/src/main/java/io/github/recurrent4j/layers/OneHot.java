package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.OneHotLayer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns ids [batch, time] or [batch, 1, time] into one-hot vectors [batch, size, time]: the input
 * of a character model without an embedding. For large vocabularies use {@link IdEmbedding}.
 */
public final class OneHot extends NoParamLayer {
  private long size;
  private RNNFormat dataFormat = RNNFormat.NCW;

  /** For JSON. */
  public OneHot() {}

  /** One-hot vectors of {@code size} entries, NCW. */
  public OneHot(long size) {
    this.size = size;
  }

  /** Size of the vectors, the vocabulary size. */
  public long getSize() {
    return size;
  }

  /** See {@link #getSize}. */
  public void setSize(long size) {
    this.size = size;
  }

  /** Shape of the output. */
  public RNNFormat getDataFormat() {
    return dataFormat;
  }

  /** See {@link #getDataFormat}. */
  public void setDataFormat(RNNFormat dataFormat) {
    this.dataFormat = dataFormat;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    OneHotLayer layer = new OneHotLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    long time = input instanceof InputType.InputTypeRecurrent r ? r.getTimeSeriesLength() : -1;
    return InputType.recurrent(size, time, dataFormat);
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
    return o instanceof OneHot h && h.size == size && h.dataFormat == dataFormat && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof OneHot;
  }

  @Override
  public int hashCode() {
    return Objects.hash(size, dataFormat);
  }
}
