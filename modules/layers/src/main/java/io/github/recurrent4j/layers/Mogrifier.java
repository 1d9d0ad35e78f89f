package io.github.recurrent4j.layers;

import io.github.recurrent4j.kernels.Cell;
import io.github.recurrent4j.kernels.GateOrder;
import io.github.recurrent4j.kernels.RecurrentSpec;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.runtime.FusedRecurrentLayer;
import io.github.recurrent4j.layers.runtime.Instantiation;
import io.github.recurrent4j.layers.runtime.MogrifierInitializer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM behind mutual gates (Melis et al., 2020, "Mogrifier LSTM"): before each step input and
 * state scale each other in some rounds, and the cell takes what comes out for both.
 *
 * <pre>
 * x ← 2σ(Q_1 h) ∘ x,   h ← 2σ(R_1 x) ∘ h,   x ← 2σ(Q_2 h) ∘ x,   …
 * h_t, c_t = LSTM(x, h, c_{t-1})
 * </pre>
 *
 * <p>Gates are sigmoids, states tanh. Since each step's input depends on the state before it,
 * nothing can be computed for all steps at once: the layer runs step by step, and takes several
 * times as long as a {@link FusedLSTM}. A {@link GRU}, which carries its state on, would scale it
 * anew at each step, without a bound.
 *
 * <p>Parameters: {@code W}, {@code RW} and {@code b} as {@link FusedLSTM} has them, then {@code Q}
 * [nOut, nIn·⌈rounds/2⌉] and, from two rounds on, {@code R} [nIn, nOut·⌊rounds/2⌋].
 */
public final class Mogrifier extends BaseRecurrentLayer {
  private int rounds = 5;
  private boolean carryState;

  /** For JSON. */
  public Mogrifier() {}

  private Mogrifier(Builder builder) {
    super(builder);
    this.rounds = builder.rounds;
    this.carryState = builder.carryState;
    initializeConstraints(builder);
  }

  /** Rounds of gating before each step. */
  public int getRounds() {
    return rounds;
  }

  /** See {@link #getRounds}. */
  public void setRounds(int rounds) {
    this.rounds = rounds;
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
    return Instantiation.finish(
        new FusedRecurrentLayer<Mogrifier>(
            conf, type, spec, Engine.mogrifier(spec, rounds, type), carryState),
        this,
        conf,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return MogrifierInitializer.INSTANCE;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return MemoryReports.of(this, input, initializer().numParams(this), 4 * nOut);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Mogrifier m
        && m.rounds == rounds
        && m.carryState == carryState
        && super.equals(o);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof Mogrifier;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), rounds, carryState);
  }

  /** Builds a {@link Mogrifier}. */
  @SuppressWarnings("unchecked") // DL4J's build() has a type parameter of its own.
  public static class Builder extends BaseRecurrentLayer.Builder<Builder> {
    private int rounds = 5;
    private boolean carryState;

    /** A builder; the activation is fixed: tanh. */
    public Builder() {
      setActivationFn(new ActivationTanH());
    }

    /** Rounds of gating before each step, at least 1; default 5, the paper's. */
    public Builder rounds(int number) {
      this.rounds = number;
      return this;
    }

    /** See {@link FusedLSTM.Builder#carryState}. */
    public Builder carryState(boolean carry) {
      this.carryState = carry;
      return this;
    }

    @Override
    public Mogrifier build() {
      if (rounds < 1) {
        throw new IllegalArgumentException("a mogrifier has at least one round, not " + rounds);
      }
      return new Mogrifier(this);
    }
  }
}
