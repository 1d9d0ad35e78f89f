package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.EmbeddingInitializer;
import io.github.recurrent4j.layers.runtime.IdEmbeddingLayer;
import io.github.recurrent4j.layers.runtime.Instantiation;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks up a vector for each id of a sequence, without one-hot vectors: ids [batch, time] or
 * [batch, 1, time] to [batch, nOut, time]. {@code nIn} is the vocabulary size. Parameter {@code W}
 * [nIn, nOut] is stored row by row, so that one id is one contiguous row. The layer has no bias and
 * no dropout of its own: put dropout on the next layer.
 */
public final class IdEmbedding extends FeedForwardLayer {
  private RNNFormat dataFormat = RNNFormat.NCW;
  private boolean tied;

  /** For JSON. */
  public IdEmbedding() {}

  private IdEmbedding(Builder builder) {
    super(builder);
    this.dataFormat = builder.dataFormat;
    this.tied = builder.tied;
    initializeConstraints(builder);
  }

  /** Shape of the output. */
  public RNNFormat getDataFormat() {
    return dataFormat;
  }

  /** See {@link #getDataFormat}. */
  public void setDataFormat(RNNFormat dataFormat) {
    this.dataFormat = dataFormat;
  }

  /** Whether a {@link SparseOutput} shares the weights. */
  public boolean isTied() {
    return tied;
  }

  /** See {@link #isTied}. */
  public void setTied(boolean tied) {
    this.tied = tied;
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
        new IdEmbeddingLayer(conf, type), this, conf, listeners, index, parameters, initialize);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    long time = input instanceof InputType.InputTypeRecurrent r ? r.getTimeSeriesLength() : -1;
    return InputType.recurrent(nOut, time, dataFormat);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    if (nIn <= 0 || override) {
      nIn =
          input instanceof InputType.InputTypeRecurrent r
              ? r.getSize()
              : ((InputType.InputTypeFeedForward) input).getSize();
    }
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public ParamInitializer initializer() {
    return EmbeddingInitializer.INSTANCE;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return MemoryReports.of(this, input, nIn * nOut, 0);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof IdEmbedding e
        && e.tied == tied
        && e.dataFormat == dataFormat
        && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof IdEmbedding;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), dataFormat, tied);
  }

  /** Builds an {@link IdEmbedding}. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends FeedForwardLayer.Builder<Builder> {
    private RNNFormat dataFormat = RNNFormat.NCW;
    private boolean tied;

    /** A builder; a network's global activation is not taken. */
    public Builder() {
      setActivationFn(new ActivationIdentity());
    }

    /** Shape of the output; default NCW, [batch, nOut, time]. */
    public Builder dataFormat(RNNFormat format) {
      this.dataFormat = format;
      return this;
    }

    /**
     * Set when a {@link SparseOutput} uses these weights too: its gradient, written first in the
     * backward pass, is then added to instead of overwritten.
     */
    public Builder tied(boolean shared) {
      this.tied = shared;
      return this;
    }

    @Override
    public IdEmbedding build() {
      return new IdEmbedding(this);
    }
  }
}
