package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.GateOrder;
import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.layers.kernel.Activations;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import io.github.recurrent4j.layers.runtime.GruParamInitializer;
import io.github.recurrent4j.layers.runtime.Instantiation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gated recurrent unit (Cho et al., 2014, "Learning Phrase Representations using RNN
 * Encoder-Decoder for Statistical Machine Translation"), which DL4J lacks:
 *
 * <pre>
 * z_t = σ(b_u + W_u h_{t-1} + U_u x_t),   r_t = σ(b_r + W_r h_{t-1} + U_r x_t)
 * h̃_t = tanh(b_h + W_h (r_t ∘ h_{t-1}) + U_h x_t)
 * h_t = (1 - z_t) ∘ h_{t-1} + z_t ∘ h̃_t
 * </pre>
 *
 * <p>With {@link Builder#resetAfter}, the variant of cuDNN, PyTorch and Keras: h̃_t = tanh(b_h +
 * U_h x_t + r_t ∘ (b_hh + W_h h_{t-1})). Those keep the state by z where the formula above keeps it
 * by 1 − z: negate the update gate's weights and bias when loading theirs ({@link GruWeights}).
 *
 * <p>Parameters: {@code W} [nIn, 3·nOut], {@code RW} [nOut, 3·nOut], {@code b} [1, 3·nOut] (4·nOut
 * with reset after); columns in the order update, reset, candidate (then b_hh).
 */
public final class GRU extends BaseRecurrentLayer {
  private IActivation gateActivationFn = new ActivationSigmoid();
  private boolean resetAfter;
  private boolean carryState;
  private transient boolean inheritsActivation;

  /** For JSON. */
  public GRU() {}

  private GRU(Builder builder) {
    super(builder);
    this.inheritsActivation = getActivationFn() == null;
    this.gateActivationFn = builder.gateActivationFn;
    this.resetAfter = builder.resetAfter;
    this.carryState = builder.carryState;
    initializeConstraints(builder);
    if (builder.getRecurrentConstraints() != null) {
      List<LayerConstraint> all = new ArrayList<>(constraints == null ? List.of() : constraints);
      for (LayerConstraint c : builder.getRecurrentConstraints()) {
        LayerConstraint copy = c.clone();
        copy.setParams(Collections.singleton(GruParamInitializer.RECURRENT_WEIGHT_KEY));
        all.add(copy);
      }
      constraints = all;
    }
  }

  @Override
  public void setActivationFn(IActivation activation) {
    super.setActivationFn(StateActivation.taken(activation, inheritsActivation));
    inheritsActivation = false;
  }

  /** Activation of the update and reset gates. */
  public IActivation getGateActivationFn() {
    return gateActivationFn;
  }

  /** See {@link #getGateActivationFn}. */
  public void setGateActivationFn(IActivation gateActivationFn) {
    this.gateActivationFn = gateActivationFn;
  }

  /** Whether the reset gate acts after the recurrent product. */
  public boolean isResetAfter() {
    return resetAfter;
  }

  /** See {@link #isResetAfter}. */
  public void setResetAfter(boolean resetAfter) {
    this.resetAfter = resetAfter;
  }

  /** Whether training continues from the state the previous minibatch ended in. */
  public boolean isCarryState() {
    return carryState;
  }

  /** See {@link #isCarryState}. */
  public void setCarryState(boolean carryState) {
    this.carryState = carryState;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Cell cell = resetAfter ? Cell.GRU_RESET_AFTER : Cell.GRU;
    RecurrentSpec spec = new RecurrentSpec(cell, GateOrder.GRU, (int) nIn, (int) nOut);
    return Instantiation.finish(
        new FusedRecurrentLayer<GRU>(
            conf, type, spec, new Activations(gateActivationFn, activationFn), carryState),
        this,
        conf,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return GruParamInitializer.INSTANCE;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    long steps = Math.max(1, ((InputType.InputTypeRecurrent) inputType).getTimeSeriesLength());
    return new LayerMemoryReport.Builder(
            layerName, GRU.class, inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, getIUpdater().stateSize(parameters))
        .workingMemory(0, steps * nOut, 0, 4 * steps * nOut)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof GRU g
        && g.resetAfter == resetAfter
        && g.carryState == carryState
        && Objects.equals(g.gateActivationFn, gateActivationFn)
        && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof GRU;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), gateActivationFn, resetAfter, carryState);
  }

  /** Builds a {@link GRU}; the state's activation as in {@link FusedLSTM.Builder}. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends BaseRecurrentLayer.Builder<Builder> {
    private IActivation gateActivationFn = new ActivationSigmoid();
    private boolean resetAfter;
    private boolean carryState;

    /** Activation of the update and reset gates; default sigmoid. */
    public Builder gateActivationFunction(Activation activation) {
      this.gateActivationFn = activation.getActivationFunction();
      return this;
    }

    /**
     * Applies the reset gate after the recurrent product, as cuDNN and PyTorch do. Default false.
     */
    public Builder resetAfter(boolean after) {
      this.resetAfter = after;
      return this;
    }

    /** See {@link FusedLSTM.Builder#carryState}. */
    public Builder carryState(boolean carry) {
      this.carryState = carry;
      return this;
    }

    @Override
    public GRU build() {
      return new GRU(this);
    }
  }
}
