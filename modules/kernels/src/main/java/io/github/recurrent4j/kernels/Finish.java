package io.github.recurrent4j.kernels;

import org.bytedeco.dnnl.post_ops;

/** What is done to a product A·M + b before it is written to C. */
enum Finish {
  /** C = A·M + b. */
  PLAIN,
  /** C = C + A·M + b. */
  ADDED,
  /** C = tanh(A·M + b). */
  TANH,
  /** C = σ(C + A·M + b). */
  ADDED_SIGMOID,
  /** C = tanh(C + A·M + b). */
  ADDED_TANH;

  void append(post_ops ops) {
    if (this == ADDED || this == ADDED_SIGMOID || this == ADDED_TANH) {
      ops.append_sum();
    }
    switch (this) {
      case PLAIN, ADDED -> {}
      case TANH, ADDED_TANH -> Squash.TANH.append(ops);
      case ADDED_SIGMOID -> Squash.SIGMOID.append(ops);
    }
  }
}
