package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.GateOrder;
import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.layers.kernel.Activations;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import io.github.recurrent4j.layers.runtime.Instantiation;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's LSTM (no peepholes; Hochreiter and Schmidhuber, 1997; Gers et al., 2000), computed one
 * native call per sequence:
 *
 * <pre>
 * f, i, o = σ(b + W h_{t-1} + U x_t),   c̃_t = tanh(b_c + W_c h_{t-1} + U_c x_t)
 * c_t = f ∘ c_{t-1} + i ∘ c̃_t,          h_t = o ∘ tanh(c_t)
 * </pre>
 *
 * <p>Settings, parameters and their layout are those of {@link LSTM}; {@link StockConversion} turns
 * a network into one of stock layers and back.
 */
public final class FusedLSTM extends LSTM {
  private boolean carryState;
  private transient boolean inheritsActivation;

  /** For JSON. */
  public FusedLSTM() {}

  private FusedLSTM(LSTM settings, boolean carryState) {
    ConfigurationCopy.copy(settings, this, LSTM.class);
    this.inheritsActivation = getActivationFn() == null;
    this.carryState = carryState;
  }

  /** The same settings as a fused layer. */
  static FusedLSTM of(LSTM settings) {
    return settings instanceof FusedLSTM f ? f : new FusedLSTM(settings, false);
  }

  /** The same settings as DL4J's own layer. */
  LSTM toStock() {
    LSTM stock = new LSTM();
    ConfigurationCopy.copy(this, stock, LSTM.class);
    return stock;
  }

  @Override
  public void setActivationFn(IActivation activation) {
    super.setActivationFn(StateActivation.taken(activation, inheritsActivation));
    inheritsActivation = false;
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
    RecurrentSpec spec = new RecurrentSpec(Cell.LSTM, GateOrder.DL4J_LSTM, (int) nIn, (int) nOut);
    Activations activations = new Activations(getGateActivationFn(), getActivationFn());
    return Instantiation.finish(
        new FusedRecurrentLayer<LSTM>(conf, type, spec, activations, carryState),
        this,
        conf,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FusedLSTM f && f.carryState == carryState && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof FusedLSTM;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Boolean.hashCode(carryState);
  }

  /**
   * Builds a {@link FusedLSTM}; call the options declared here before the inherited ones. The
   * state's activation is the layer's, else the network's, else tanh (a network-wide sigmoid is
   * DL4J's default and cannot be told from none: say sigmoid at the layer where it is meant).
   */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends LSTM.Builder {
    private boolean carryState;

    /**
     * Whether training continues from the state the previous minibatch ended in (stateful truncated
     * BPTT), until {@code rnnClearPreviousState}. Rows of successive minibatches must continue each
     * other. Default false.
     */
    public Builder carryState(boolean carry) {
      this.carryState = carry;
      return this;
    }

    @Override
    public FusedLSTM build() {
      return new FusedLSTM(super.build(), carryState);
    }
  }
}
