package io.github.recurrent4j.interchange;

import io.github.recurrent4j.kernels.Cell;

/**
 * Where each of our gate blocks stands among another framework's.
 *
 * <pre>
 *              ours                                  PyTorch      Keras        ONNX
 * LSTM         candidate, forget, output, input      i, f, g, o   i, f, c, o   i, o, f, c
 * GRU          update (negated), reset, candidate    r, z, n      z, r, h      z, r, h
 * simple RNN   one block                             one          one          one
 * </pre>
 *
 * <p>The other frameworks' GRU keeps the state by z, h_t = z ∘ h_{t−1} + (1 − z) ∘ h̃_t, this
 * suite's by 1 − z (Cho et al., 2014). Since 1 − σ(a) = σ(−a), weights and bias of the update gate
 * are negated, either way.
 */
final class Gates {
  private final int[] places;
  private final boolean negated;

  private Gates(boolean negated, int... places) {
    this.places = places;
    this.negated = negated;
  }

  /** The blocks of a cell in a convention. */
  static Gates of(Convention convention, Cell cell) {
    return switch (cell) {
      case RNN -> new Gates(false, 0);
      case LSTM ->
          convention == Convention.ONNX
              ? new Gates(false, 3, 2, 1, 0)
              : new Gates(false, 2, 1, 3, 0);
      case GRU, GRU_RESET_AFTER ->
          convention == Convention.PYTORCH ? new Gates(true, 1, 0, 2) : new Gates(true, 0, 1, 2);
    };
  }

  /**
   * Blocks of the other framework as ours.
   *
   * @param blocks one a gate, one after another, all of one size
   */
  float[] toOurs(float[] blocks) {
    int size = blocks.length / places.length;
    float[] result = new float[size * places.length];
    for (int gate = 0; gate < places.length; gate++) {
      copy(blocks, places[gate] * size, result, gate * size, size, negated && gate == 0);
    }
    return result;
  }

  /** Our blocks as the other framework's. */
  float[] fromOurs(float[] blocks) {
    int size = blocks.length / places.length;
    float[] result = new float[size * places.length];
    for (int gate = 0; gate < places.length; gate++) {
      copy(blocks, gate * size, result, places[gate] * size, size, negated && gate == 0);
    }
    return result;
  }

  private static void copy(
      float[] from, int at, float[] to, int place, int size, boolean negative) {
    for (int i = 0; i < size; i++) {
      to[place + i] = negative ? -from[at + i] : from[at + i];
    }
  }
}
