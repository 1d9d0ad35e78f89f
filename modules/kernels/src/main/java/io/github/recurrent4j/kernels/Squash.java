package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;

import org.bytedeco.dnnl.post_ops;

/** What a product may end with. */
public enum Squash {
  /** Nothing. */
  NONE,
  /** tanh. */
  TANH,
  /** σ, the logistic function. */
  SIGMOID;

  void append(post_ops ops) {
    switch (this) {
      case NONE -> {}
      case TANH -> ops.append_eltwise(dnnl_eltwise_tanh, 0, 0);
      case SIGMOID -> ops.append_eltwise(dnnl_eltwise_logistic, 0, 0);
    }
  }
}
