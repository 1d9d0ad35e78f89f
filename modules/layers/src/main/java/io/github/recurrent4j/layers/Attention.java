package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.AttentionInitializer;
import io.github.recurrent4j.layers.runtime.AttentionLayer;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Global attention (Luong et al., 2015, section 3.1; Bahdanau et al., 2015): for each query a
 * weighted mean of a memory, the weights being a softmax of scores over the memory's steps. Put it
 * into a graph with {@link SideInputVertex}: queries [B, nIn, T] and memory [B, nOut, S] give
 * contexts [B, nOut, T]; single queries [B, nIn] give [B, nOut]. Steps that the memory's mask [B,
 * S] leaves out get no weight.
 */
public final class Attention extends FeedForwardLayer {

  /** How a query q and a memory step m are scored. */
  public enum Score {
    /** q·m, for equal sizes. */
    DOT,
    /** q·W·m. */
    GENERAL,
    /** v·tanh(W q + U m). */
    MLP
  }

  private Score score = Score.GENERAL;
  private long size;

  /** For JSON. */
  public Attention() {}

  private Attention(Builder builder) {
    super(builder);
    this.score = builder.score;
    this.size = builder.size;
    initializeConstraints(builder);
  }

  /** How queries and memory are scored. */
  public Score getScore() {
    return score;
  }

  /** See {@link #getScore}. */
  public void setScore(Score score) {
    this.score = score;
  }

  /** Number of hidden units of {@link Score#MLP}. */
  public long getSize() {
    return size;
  }

  /** See {@link #getSize}. */
  public void setSize(long size) {
    this.size = size;
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
        new AttentionLayer(conf, type), this, conf, listeners, index, parameters, initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return AttentionInitializer.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return input instanceof InputType.InputTypeRecurrent r
        ? InputType.recurrent(nOut, r.getTimeSeriesLength())
        : InputType.feedForward(nOut);
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
    return o instanceof Attention a && a.score == score && a.size == size && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof Attention;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), score, size);
  }

  /** Builds an {@link Attention}; nIn is the size of queries, nOut that of the memory. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends FeedForwardLayer.Builder<Builder> {
    private Score score = Score.GENERAL;
    private long size;

    /** A builder; a network's global activation is not taken. */
    public Builder() {
      setActivationFn(new ActivationIdentity());
    }

    /** How queries and memory are scored; default {@link Score#GENERAL}. */
    public Builder score(Score kind) {
      this.score = kind;
      return this;
    }

    /** Number of hidden units of {@link Score#MLP}; default nIn. */
    public Builder size(long units) {
      this.size = units;
      return this;
    }

    @Override
    public Attention build() {
      if (score == Score.DOT && nIn != nOut) {
        throw new IllegalArgumentException(
            "dot attention needs queries as large as the memory, not " + nIn + " and " + nOut);
      }
      size = size == 0 ? nIn : size;
      return new Attention(this);
    }
  }
}
