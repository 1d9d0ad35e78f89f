package io.github.recurrent4j.kernels;

import org.bytedeco.dnnl.memory;

/**
 * Some gates' columns of a recurrent layer's weights, as a factor of products.
 *
 * @param input of W, which meets x; else of U, which meets h
 * @param first the first gate, in the layer's order
 * @param count how many of them
 * @param transposed whether their transpose is the factor, as gradients need it
 */
record WeightBlock(boolean input, int first, int count, boolean transposed) {
  static WeightBlock ofInput(int count) {
    return new WeightBlock(true, 0, count, false);
  }

  static WeightBlock ofState(int first, int count) {
    return new WeightBlock(false, first, count, false);
  }

  WeightBlock transpose() {
    return new WeightBlock(input, first, count, !transposed);
  }

  /**
   * How the factor lies in bf16: a layer's matrix lies column by column, its transpose row by row.
   *
   * @param features rows of the layer's matrix
   * @param hidden columns of a gate
   */
  memory.desc layout(long features, long hidden) {
    long units = count * hidden;
    return transposed
        ? OneDnn.desc(true, memory.format_tag.ab, units, features)
        : OneDnn.desc(true, memory.format_tag.ba, features, units);
  }
}
