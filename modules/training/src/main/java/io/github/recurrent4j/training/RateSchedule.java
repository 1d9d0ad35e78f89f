package io.github.recurrent4j.training;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that the training loop sets from outside. DL4J's own {@code setLearningRate}
 * rebuilds the updater and copies its state for each layer, which costs more than the update.
 */
public final class RateSchedule implements ISchedule {
  private final double factor;
  private volatile double rate;

  /**
   * A rate, to be changed with {@link #setRate}.
   *
   * @param rate the network's rate
   * @param factor what a layer makes of it (discriminative rates, Howard and Ruder, 2018)
   */
  public RateSchedule(@JsonProperty("rate") double rate, @JsonProperty("factor") double factor) {
    this.rate = rate;
    this.factor = factor;
  }

  /** What a layer makes of the network's rate. */
  public double getFactor() {
    return factor;
  }

  /** The rate. */
  public double getRate() {
    return rate;
  }

  /** Changes the rate. */
  public void setRate(double value) {
    this.rate = value;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return rate * factor;
  }

  /** The same schedule: every layer's updater has a copy, and all follow one rate. */
  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public ISchedule clone() {
    return this;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RateSchedule s && s.rate == rate && s.factor == factor;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rate, factor);
  }
}
