package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.kernel.Activations;
import io.github.recurrent4j.layers.kernel.Cell;
import io.github.recurrent4j.layers.kernel.GateOrder;
import io.github.recurrent4j.layers.kernel.RecurrentSpec;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import io.github.recurrent4j.layers.runtime.Instantiation;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's simple (Elman) RNN, h_t = tanh(b + W h_{t-1} + U x_t), computed one native call per
 * sequence. Settings, parameters and their layout are those of {@link SimpleRnn}, without layer
 * normalization.
 */
public final class FusedSimpleRnn extends SimpleRnn {
  private boolean carryState;

  /** For JSON. */
  public FusedSimpleRnn() {
    super(new SimpleRnn.Builder());
  }

  private FusedSimpleRnn(SimpleRnn settings, boolean carryState) {
    this();
    ConfigurationCopy.copy(settings, this, SimpleRnn.class);
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

  /** Builds a {@link FusedSimpleRnn}; call the options declared here before the inherited ones. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends SimpleRnn.Builder {
    private boolean carryState;

    /**
     * A builder with tanh as the state's activation; a network's global activation is not taken.
     */
    public Builder() {
      setActivationFn(new ActivationTanH());
    }

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
