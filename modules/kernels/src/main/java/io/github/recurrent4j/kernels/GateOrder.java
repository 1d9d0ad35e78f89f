package io.github.recurrent4j.kernels;

/**
 * Where the parameters of each gate lie in a layer's weight matrix, as blocks of {@code hiddenSize}
 * columns. Kernels address gates in the canonical orders: LSTM input, forget, candidate, output;
 * GRU update, reset, candidate (and, with reset after, the candidate's recurrent bias); RNN one
 * block.
 */
public enum GateOrder {
  /** The single block of a simple RNN. */
  SINGLE("0"),
  /** DL4J's LSTM: candidate, forget, output, input. */
  DL4J_LSTM("3102"),
  /** This project's GRU: update z, reset r, candidate, and the candidate's recurrent bias. */
  GRU("0123");

  // One digit a gate; a string, since an enum's fields should be immutable.
  private final String blocks;

  GateOrder(String blocks) {
    this.blocks = blocks;
  }

  /** Block index in the layer's parameters of canonical gate {@code gate}. */
  public int block(int gate) {
    return blocks.charAt(gate) - '0';
  }
}
