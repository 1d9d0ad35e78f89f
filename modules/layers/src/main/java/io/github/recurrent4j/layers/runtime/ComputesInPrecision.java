package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Precision;

/** A running layer whose passes can be had in more than one precision. */
public interface ComputesInPrecision {
  /** Sets the precision of the layer's passes, in training and in inference, from now on. */
  void computeIn(Precision precision);
}
