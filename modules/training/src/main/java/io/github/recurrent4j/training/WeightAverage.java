package io.github.recurrent4j.training;

import io.github.recurrent4j.kernels.Elementwise;
import io.github.recurrent4j.layers.kernel.Engine;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is kept of the weights: a moving average of them all, or the mean of those from when
 * validation has ceased to improve (NT-ASGD, Merity et al., 2018, algorithm 1), or neither.
 *
 * <p>With the interval n, a validation begins the mean if it is worse than the best of all but the
 * n validations before it. When that was follows from the history, so that a checkpoint needs no
 * more than the array.
 */
final class WeightAverage {
  private static final int MOVE_EVERY = 5;

  private final TrainingSettings settings;
  private final boolean higherIsBetter;
  private final int perStep;
  private INDArray values;
  private long begun;

  /**
   * An average of nothing yet.
   *
   * @param higherIsBetter of the validation figure
   * @param perStep updates that a step stands for; the decay is that of an update
   */
  WeightAverage(TrainingSettings settings, boolean higherIsBetter, int perStep) {
    this.settings = settings;
    this.higherIsBetter = higherIsBetter;
    this.perStep = perStep;
  }

  /** The averaged parameters; null where there are none yet. */
  INDArray values() {
    return values;
  }

  /** Starts with a network's first weights, if there is a moving average. */
  void start(Model network) {
    if (settings.averageAfter() == 0 && settings.average() > 0) {
      values = network.params().dup();
    }
  }

  /** Goes on from a checkpoint; without an array in it the average is the one of {@link #start}. */
  void restore(INDArray stored, List<TrainingState.Point> history) {
    if (settings.averageAfter() == 0) {
      values = stored == null ? values : stored;
      return;
    }
    begun = beginning(history);
    values = begun < 0 ? null : stored;
  }

  /** Takes the weights after an update. */
  void stepped(Model network, long step) {
    if (values == null) {
      return;
    }
    if (settings.averageAfter() > 0) {
      // The mean of k weights from that of the k − 1 before.
      mix(network.params(), 1 - 1.0 / (step - begun + 1));
      return;
    }
    int every = Math.max(1, MOVE_EVERY / perStep);
    if (step % every == 0) {
      // A young average follows the weights more closely.
      double updates = (double) step * perStep;
      double decay = Math.min(settings.average(), (1 + updates) / (10 + updates));
      mix(network.params(), Math.pow(decay, (double) every * perStep));
    }
  }

  private void mix(INDArray now, double keep) {
    if (Engine.usesOneDnn(now.dataType())) {
      Elementwise.average(NativeArrays.of(values), NativeArrays.of(now), keep);
      return;
    }
    INDArray part = now.mul(1 - keep);
    values.muli(keep).addi(part);
    part.close();
  }

  /**
   * Looks at a validation of the network's weights.
   *
   * @return whether the mean begins with it
   */
  boolean validated(Model network, List<TrainingState.Point> history) {
    if (settings.averageAfter() == 0 || values != null) {
      return false;
    }
    begun = beginning(history);
    if (begun < 0) {
      return false;
    }
    values = network.params().dup();
    return true;
  }

  /** The step of the validation that begins the mean; -1 if none does. */
  private long beginning(List<TrainingState.Point> history) {
    double best = Double.NaN;
    for (int i = settings.averageAfter() + 1; i < history.size(); i++) {
      double earlier = history.get(i - settings.averageAfter() - 1).validation();
      best = Double.isNaN(best) || better(earlier, best) ? earlier : best;
      if (better(best, history.get(i).validation())) {
        return history.get(i).step();
      }
    }
    return -1;
  }

  private boolean better(double one, double other) {
    return higherIsBetter ? one > other : one < other;
  }
}
