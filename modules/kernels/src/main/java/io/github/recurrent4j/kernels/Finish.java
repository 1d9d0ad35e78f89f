package io.github.recurrent4j.kernels;

/** What is done to a product A·M + b before it is written to C. */
enum Finish {
  /** C = A·M + b. */
  PLAIN,
  /** C = tanh(A·M + b). */
  TANH,
  /** C = σ(C + A·M + b). */
  ADDED_SIGMOID,
  /** C = tanh(C + A·M + b). */
  ADDED_TANH
}
