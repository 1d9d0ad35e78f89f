package io.github.recurrent4j.layers;

import java.util.Objects;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Variational dropout and activation regularization (Merity et al., 2017, "Revisiting Activation
 * Regularization for Language RNNs"): the gradient of
 *
 * <pre>α·mean((m ∘ h_t)²) + β·mean((h_t − h_{t−1})²)</pre>
 *
 * <p>is added to that of the sequence h which the layer reads, m being the dropout's mask. The
 * penalties themselves are not part of the score, which stays comparable. Use it as {@code
 * .dropOut(new ActivationPenalty(0.3, 2, 1))} on the layer that reads h; h must be a sequence, and
 * the network must divide gradients by the minibatch size, as DL4J does unless told otherwise.
 */
@JsonIgnoreProperties({"dropout", "before", "after"})
public final class ActivationPenalty implements IDropout {
  private final double rate;
  private final double activation;
  private final double change;
  private final RNNFormat format;
  private final transient VariationalDropout dropout;
  private transient INDArray before;
  private transient INDArray after;

  /** For sequences [batch, size, time]. */
  public ActivationPenalty(double rate, double activation, double change) {
    this(rate, activation, change, RNNFormat.NCW);
  }

  /**
   * For sequences of a given format.
   *
   * @param rate probability to drop a feature, in [0, 1)
   * @param activation α, at least 0
   * @param change β, at least 0
   * @param format shape of the sequences
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ActivationPenalty(
      @JsonProperty("rate") double rate,
      @JsonProperty("activation") double activation,
      @JsonProperty("change") double change,
      @JsonProperty("format") RNNFormat format) {
    if (!(activation >= 0 && change >= 0)) {
      throw new IllegalArgumentException(
          "penalties must be at least 0: " + activation + ", " + change);
    }
    this.rate = rate;
    this.activation = activation;
    this.change = change;
    this.format = format;
    this.dropout = new VariationalDropout(rate, format);
  }

  /** Probability to drop a feature. */
  public double getRate() {
    return rate;
  }

  /** The weight α of large activations. */
  public double getActivation() {
    return activation;
  }

  /** The weight β of activations that change from step to step. */
  public double getChange() {
    return change;
  }

  /** Shape of the sequences. */
  public RNNFormat getFormat() {
    return format;
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    before = change > 0 ? kept(before, input) : null;
    INDArray dropped = dropout.applyDropout(input, result, iteration, epoch, workspaces);
    after = activation > 0 ? kept(after, dropped) : null;
    return dropped;
  }

  /** A copy in time-major order, in the memory of the last one where it has the size. */
  private INDArray kept(INDArray last, INDArray sequence) {
    INDArray view = TimeMajor.view(sequence, format);
    if (last != null && last.equalShapes(view)) {
      return last.assign(view);
    }
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return view.dup('c');
    }
  }

  @Override
  public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
    if (after != null) {
      // DL4J's updater divides by the minibatch size.
      double scale = 2 * activation * after.size(1) / after.length();
      TimeMajor.view(gradAtOutput, format).addi(after.mul(scale));
    }
    INDArray result = dropout.backprop(gradAtOutput, gradAtInput, iteration, epoch);
    long time = before == null ? 0 : before.size(0);
    if (time > 1) {
      INDArray steps =
          before
              .get(NDArrayIndex.interval(1, time))
              .sub(before.get(NDArrayIndex.interval(0, time - 1)));
      steps.muli(2 * change * before.size(1) / steps.length());
      INDArray sequence = TimeMajor.view(result, format);
      sequence.get(NDArrayIndex.interval(1, time)).addi(steps);
      sequence.get(NDArrayIndex.interval(0, time - 1)).subi(steps);
    }
    return result;
  }

  @Override
  public void clear() {
    dropout.clear();
  }

  @Override
  public ActivationPenalty clone() {
    return new ActivationPenalty(rate, activation, change, format);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ActivationPenalty p
        && p.rate == rate
        && p.activation == activation
        && p.change == change
        && p.format == format;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rate, activation, change, format);
  }
}
