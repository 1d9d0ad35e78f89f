package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import java.util.Objects;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Variational ("locked") dropout: one mask per sequence and feature, the same at every time step
 * (Gal and Ghahramani, 2016, "A Theoretically Grounded Application of Dropout in Recurrent Neural
 * Networks"). Use it as {@code .dropOut(new VariationalDropout(0.3))} on any layer that reads
 * sequences; inputs of rank 2 get ordinary dropout.
 *
 * <p>Unlike DL4J's {@code Dropout}, whose argument is the probability to keep a value, the argument
 * here is the probability to drop it.
 */
@JsonIgnoreProperties({"mask"})
public final class VariationalDropout implements IDropout {
  private final double rate;
  private final RNNFormat format;
  private transient INDArray mask;

  /** Dropout for sequences [batch, size, time]. */
  public VariationalDropout(double rate) {
    this(rate, RNNFormat.NCW);
  }

  /**
   * Dropout for sequences of a given format.
   *
   * @param rate probability to drop a feature, in [0, 1)
   * @param format shape of the sequences
   * @throws IllegalArgumentException if the rate is outside [0, 1)
   */
  public VariationalDropout(
      @JsonProperty("rate") double rate, @JsonProperty("format") RNNFormat format) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate must be in [0, 1): " + rate);
    }
    this.rate = rate;
    this.format = format;
  }

  /** Probability to drop a feature. */
  public double getRate() {
    return rate;
  }

  /** Shape of the sequences. */
  public RNNFormat getFormat() {
    return format;
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    long features = input.size(input.rank() == 3 && format == RNNFormat.NWC ? 2 : 1);
    try (MemoryWorkspace ws = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      if (mask == null || mask.length() != input.size(0) * features) {
        mask = Nd4j.createUninitialized(result.dataType(), 1, input.size(0) * features);
      }
    }
    mask.assign(1);
    Nd4j.getExecutioner().exec(new DropOutInverted(mask, mask, 1 - rate));
    return multiply(input, result);
  }

  @Override
  public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
    return multiply(gradAtOutput, gradAtInput);
  }

  private INDArray multiply(INDArray input, INDArray result) {
    if (input.rank() == 3 && fast(input) && fast(result)) {
      Elementwise.multiplyEachStep(
          NativeArrays.of(TimeMajor.view(input, format)),
          NativeArrays.of(mask),
          NativeArrays.of(TimeMajor.view(result, format)));
      return result;
    }
    if (result != input) {
      result.assign(input);
    }
    if (result.rank() == 2) {
      return result.muli(mask.reshape('c', result.shape()));
    }
    INDArray sequence = TimeMajor.view(result, format);
    if (TimeMajor.isContiguous(sequence)) {
      sequence.reshape('c', sequence.size(0), mask.length()).muliRowVector(mask);
    } else {
      INDArray step = mask.reshape('c', sequence.size(1), sequence.size(2));
      for (int t = 0; t < sequence.size(0); t++) {
        sequence.slice(t, 0).muli(step);
      }
    }
    return result;
  }

  private boolean fast(INDArray sequence) {
    return Engine.usesOneDnn(sequence.dataType())
        && TimeMajor.isContiguous(TimeMajor.view(sequence, format));
  }

  @Override
  public void clear() {
    // The mask's memory is reused by the next minibatch.
  }

  @Override
  public VariationalDropout clone() {
    return new VariationalDropout(rate, format);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof VariationalDropout d && d.rate == rate && d.format == format;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rate, format);
  }
}
