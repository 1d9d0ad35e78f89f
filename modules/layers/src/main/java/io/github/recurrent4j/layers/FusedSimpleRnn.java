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
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's simple (Elman) RNN, h_t = tanh(b + W h_{t-1} + U x_t), computed one native call per
 * sequence. Settings, parameters and their layout are those of {@link SimpleRnn}, without layer
 * normalization.
 */
public final class FusedSimpleRnn extends SimpleRnn {
  private boolean carryState;
  private transient boolean inheritsActivation;

  /** For JSON. */
  public FusedSimpleRnn() {
    super(new SimpleRnn.Builder());
  }

  private FusedSimpleRnn(SimpleRnn settings, boolean carryState) {
    this();
    ConfigurationCopy.copy(settings, this, SimpleRnn.class);
    this.inheritsActivation = getActivationFn() == null;
    this.carryState = carryState;
    if (hasLayerNorm()) {
      throw new IllegalArgumentException(
          "FusedSimpleRnn has no layer normalization: use DL4J's SimpleRnn for it");
    }
  }

  /** The same settings as a fused layer. */
  static FusedSimpleRnn of(SimpleRnn settings) {
    return settings instanceof FusedSimpleRnn f ? f : new FusedSimpleRnn(settings, false);
  }

  /** The same settings as DL4J's own layer. */
  SimpleRnn toStock() {
    SimpleRnn stock = new SimpleRnn.Builder().build();
    ConfigurationCopy.copy(this, stock, SimpleRnn.class);
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
    RecurrentSpec spec = new RecurrentSpec(Cell.RNN, GateOrder.SINGLE, (int) nIn, (int) nOut);
    Activations activations = new Activations(new ActivationSigmoid(), getActivationFn());
    return Instantiation.finish(
        new FusedRecurrentLayer<SimpleRnn>(conf, type, spec, activations, carryState),
        this,
        conf,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FusedSimpleRnn f && f.carryState == carryState && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof FusedSimpleRnn;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Boolean.hashCode(carryState);
  }

  /**
   * Builds a {@link FusedSimpleRnn}; call the options declared here before the inherited ones. The
   * state's activation is the layer's, else the network's, else tanh (a network-wide sigmoid is
   * DL4J's default and cannot be told from none: say sigmoid at the layer where it is meant).
   */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends SimpleRnn.Builder {
    private boolean carryState;

    /** See {@link FusedLSTM.Builder#carryState}. */
    public Builder carryState(boolean carry) {
      this.carryState = carry;
      return this;
    }

    @Override
    public FusedSimpleRnn build() {
      return new FusedSimpleRnn(super.build(), carryState);
    }
  }
}
