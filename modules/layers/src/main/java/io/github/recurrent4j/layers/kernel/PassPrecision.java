package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.Precision;

/** What a layer's passes compute in: what was set, or else what the process says. */
public final class PassPrecision {
  private Precision set;

  /** Sets the precision of all passes from now on. */
  public void set(Precision precision) {
    set = precision;
  }

  /**
   * The precision of a pass: {@link Engine#trainingPrecision} or {@link Engine#inferencePrecision}
   * unless it was set.
   */
  public Precision of(boolean training) {
    if (set != null) {
      return set;
    }
    return training ? Engine.trainingPrecision() : Engine.inferencePrecision();
  }
}
