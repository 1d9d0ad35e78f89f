package io.github.recurrent4j.layers;

import io.github.recurrent4j.layers.runtime.FusedAdamUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * DL4J's {@link Adam} (Kingma and Ba, 2015), the same updates and the same state, computed with
 * vector instructions on all cores, where ND4J's own operation works number by number.
 */
public final class FusedAdam extends Adam {
  /** For JSON. */
  public FusedAdam() {}

  /** Adam at a fixed rate with the usual decays of 0.9 and 0.999. */
  public FusedAdam(double learningRate) {
    super(learningRate);
  }

  /** Adam with all its numbers, and a schedule, which may be null, instead of the rate. */
  public FusedAdam(
      double learningRate, ISchedule schedule, double beta1, double beta2, double epsilon) {
    super(learningRate, beta1, beta2, epsilon);
    setLearningRateSchedule(schedule);
  }

  @Override
  @SuppressWarnings("rawtypes") // DL4J's signature.
  public GradientUpdater instantiate(INDArray state, boolean initialize) {
    AdamUpdater updater = new FusedAdamUpdater(this);
    long[] shape = state.shape().clone();
    shape[shape.length - 1] /= 2;
    updater.setStateViewArray(state, shape, state.ordering(), initialize);
    return updater;
  }

  @Override
  @SuppressWarnings({"MethodDoesntCallSuperMethod", "CloneDeclaresCloneNotSupported"})
  public Adam clone() {
    return new FusedAdam(
        getLearningRate(), getLearningRateSchedule(), getBeta1(), getBeta2(), getEpsilon());
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof FusedAdam;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FusedAdam && super.equals(o);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
