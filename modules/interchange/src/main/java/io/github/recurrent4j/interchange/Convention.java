package io.github.recurrent4j.interchange;

/** Who laid out the weights of a recurrent cell. */
public enum Convention {
  /** {@code weight_ih} [gates·H, I], {@code weight_hh}, two biases. */
  PYTORCH,
  /** {@code kernel} [I, gates·H], {@code recurrent_kernel}, one bias, two for reset_after. */
  KERAS,
  /** W [directions, gates·H, I], R, and B with both biases. */
  ONNX
}
