package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.Instantiation;
import io.github.recurrent4j.layers.runtime.SparseOutputInitializer;
import io.github.recurrent4j.layers.runtime.SparseOutputLayer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Softmax and cross-entropy over integer labels, for sequences ([batch, nIn, time], labels [batch,
 * time] or [batch, 1, time]) and for single outputs ([batch, nIn], labels [batch, 1]). No one-hot
 * labels are made, so vocabularies of tens of thousands are affordable. Labels below zero do not
 * count; a labels mask [batch, time] weighs each label.
 *
 * <p>For DL4J's {@code evaluate}, which compares vectors ("Predictions and labels arrays are not
 * same shape", "Per-output masking for Evaluation is not supported"), wrap the iterator in {@link
 * OneHotLabels}.
 *
 * <p>The score is that of DL4J's RnnOutputLayer with MCXENT: summed over time, divided by the
 * minibatch size; with {@link Builder#perToken} it is the mean over labels instead, and gradients
 * with it.
 */
public final class SparseOutput extends BaseOutputLayer {
  private RNNFormat dataFormat = RNNFormat.NCW;
  private double labelSmoothing;
  private boolean perToken;
  private long tiedOffset = -1;
  private boolean copying;
  private double coverage;
  private int components = 1;

  /** For JSON. */
  public SparseOutput() {}

  private SparseOutput(Builder builder) {
    super(builder);
    this.dataFormat = builder.dataFormat;
    this.labelSmoothing = builder.labelSmoothing;
    this.perToken = builder.perToken;
    this.tiedOffset = builder.tiedOffset;
    this.copying = builder.copying;
    this.coverage = builder.coverage;
    this.components = builder.components;
    initializeConstraints(builder);
  }

  /** Shape of the input and of the probabilities. */
  public RNNFormat getDataFormat() {
    return dataFormat;
  }

  /** See {@link #getDataFormat}. */
  public void setDataFormat(RNNFormat dataFormat) {
    this.dataFormat = dataFormat;
  }

  /** Probability mass spread evenly over all classes in the targets (Szegedy et al., 2016). */
  public double getLabelSmoothing() {
    return labelSmoothing;
  }

  /** See {@link #getLabelSmoothing}. */
  public void setLabelSmoothing(double labelSmoothing) {
    this.labelSmoothing = labelSmoothing;
  }

  /** Whether the loss is the mean over labels. */
  public boolean isPerToken() {
    return perToken;
  }

  /** See {@link #isPerToken}. */
  public void setPerToken(boolean perToken) {
    this.perToken = perToken;
  }

  /** Where the embedding's weights start in the network's parameters, or -1 for own weights. */
  public long getTiedOffset() {
    return tiedOffset;
  }

  /** See {@link #getTiedOffset}. */
  public void setTiedOffset(long tiedOffset) {
    this.tiedOffset = tiedOffset;
  }

  /** Whether words may be copied. */
  public boolean isCopying() {
    return copying;
  }

  /** See {@link #isCopying}. */
  public void setCopying(boolean copying) {
    this.copying = copying;
  }

  /** Weight of the coverage loss. */
  public double getCoverage() {
    return coverage;
  }

  /** See {@link #getCoverage}. */
  public void setCoverage(double coverage) {
    this.coverage = coverage;
  }

  /** Softmaxes that are mixed; 1: none. */
  public int getComponents() {
    return components;
  }

  /** See {@link #getComponents}. */
  public void setComponents(int components) {
    this.components = components;
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
        new SparseOutputLayer(conf, type), this, conf, listeners, index, parameters, initialize);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    if (input instanceof InputType.InputTypeRecurrent r) {
      return InputType.recurrent(columns(), r.getTimeSeriesLength(), r.getFormat());
    }
    return InputType.feedForward(columns());
  }

  private long columns() {
    return copying ? nOut + 1 : nOut;
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    if (input instanceof InputType.InputTypeRecurrent r) {
      dataFormat = r.getFormat();
      if (nIn <= 0 || override) {
        nIn = components > 1 ? r.getSize() / components - 1 : r.getSize();
      }
    } else {
      super.setNIn(input, override);
    }
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public ParamInitializer initializer() {
    return SparseOutputInitializer.INSTANCE;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return MemoryReports.of(this, input, initializer().numParams(this), nOut);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SparseOutput s
        && s.dataFormat == dataFormat
        && s.labelSmoothing == labelSmoothing
        && s.perToken == perToken
        && s.tiedOffset == tiedOffset
        && s.copying == copying
        && s.coverage == coverage
        && s.components == components
        && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof SparseOutput;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        dataFormat,
        labelSmoothing,
        perToken,
        tiedOffset,
        copying,
        coverage,
        components);
  }

  /** Builds a {@link SparseOutput}. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends BaseOutputLayer.Builder<Builder> {
    private RNNFormat dataFormat = RNNFormat.NCW;
    private double labelSmoothing;
    private boolean perToken;
    private long tiedOffset = -1;
    private boolean copying;
    private double coverage;
    private int components = 1;

    /** A builder; activation and loss are fixed: softmax and cross-entropy. */
    public Builder() {
      setActivationFn(new ActivationSoftmax());
      setLossFn(new LossMCXENT());
    }

    /** Shape of the input; default NCW, [batch, nIn, time]. */
    public Builder dataFormat(RNNFormat format) {
      this.dataFormat = format;
      return this;
    }

    /** Probability mass spread evenly over all classes, in [0, 1); default 0. */
    public Builder labelSmoothing(double mass) {
      this.labelSmoothing = mass;
      return this;
    }

    /** Makes the loss the mean over labels instead of the sum per sequence. Default false. */
    public Builder perToken(boolean mean) {
      this.perToken = mean;
      return this;
    }

    /**
     * Uses an {@link IdEmbedding}'s weights, W [nOut, nIn], as output weights (Press and Wolf,
     * 2017; Inan et al., 2017). Set {@code tied(true)} on the embedding, too.
     *
     * @param offset where the embedding's parameters start in the network's parameter vector: 0 if
     *     it is the network's first layer
     */
    public Builder tiedTo(long offset) {
      this.tiedOffset = offset;
      return this;
    }

    /**
     * Lets words be copied: a word is either generated, by the softmax over the vocabulary, or
     * copied (See et al., 2017). The input then has three more numbers for each step than nIn: the
     * logit of generating, and what a {@link Pointer} gives. Label nOut is a word that can only be
     * copied. Probabilities are [batch, nOut + 1, time]: those of the vocabulary's words when they
     * are generated, then that of copying the wanted word. Label smoothing and dropout do not go
     * with it.
     *
     * @param weight weight of the coverage loss, at least 0
     */
    public Builder copying(double weight) {
      this.copying = true;
      this.coverage = weight;
      return this;
    }

    /**
     * Mixes K softmaxes with the same weights (Yang et al., 2018): what they read, and how much
     * each counts, depends on the step. The input has K·(nIn + 1) numbers for each step, as a
     * {@link Projection} without activation gives them: for each softmax the nIn of which the tanh
     * is multiplied with W, then the logits of the K shares. Label smoothing and {@link #copying}
     * do not go with it.
     *
     * @param softmaxes K, at least 1; 1 is the plain softmax over nIn numbers
     */
    public Builder mixture(int softmaxes) {
      this.components = softmaxes;
      return this;
    }

    @Override
    public SparseOutput build() {
      if (components < 1 || (components > 1 && (copying || labelSmoothing != 0))) {
        throw new IllegalArgumentException(
            "a mixture has at least one softmax, and goes without label smoothing and copying");
      }
      if (copying && (labelSmoothing != 0 || !(coverage >= 0) || iDropout != null)) {
        throw new IllegalArgumentException(
            "copying goes without label smoothing and dropout, and with a coverage of at least 0");
      }
      if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
        throw new IllegalArgumentException("label smoothing must be in [0, 1): " + labelSmoothing);
      }
      return new SparseOutput(this);
    }
  }
}
