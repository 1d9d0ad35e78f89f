package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Precision;

/** A running layer whose training passes can be had in more than one precision. */
public interface TrainsInPrecision {
  /** Sets the precision of the layer's training passes from now on. */
  void trainIn(Precision precision);
}
