package io.github.recurrent4j.kernels;

/**
 * The recurrent cells. Gate order inside a kernel's parameters is the layer's own and is described
 * by {@link GateOrder}.
 */
public enum Cell {
  /** h_t = tanh(b + W h_{t-1} + U x_t) (Elman, 1990). */
  RNN(1, 1),
  /** Long short-term memory with a forget gate and no peepholes (Gers et al., 2000). */
  LSTM(4, 4),
  /** Gated recurrent unit, reset gate applied before the matrix product (Cho et al., 2014). */
  GRU(3, 3),
  /** Gated recurrent unit, reset gate applied after the product (cuDNN, PyTorch, Keras). */
  GRU_RESET_AFTER(3, 4);

  private final int gates;
  private final int biases;

  Cell(int gates, int biases) {
    this.gates = gates;
    this.biases = biases;
  }

  /** Number of weight blocks, each of {@code hiddenSize} columns. */
  public int gates() {
    return gates;
  }

  /** Number of bias blocks, each of {@code hiddenSize} entries. */
  public int biases() {
    return biases;
  }

  /** Whether the cell carries a second state c beside h. */
  public boolean hasCellState() {
    return this == LSTM;
  }
}
