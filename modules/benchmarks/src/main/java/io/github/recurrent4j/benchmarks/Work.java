package io.github.recurrent4j.benchmarks;

/**
 * One thing that is measured: the same network, batch and update for every contestant.
 *
 * @param name name in reports
 * @param cell {@code lstm}, {@code gru} (reset before the product, Cho et al.) or {@code gru-after}
 *     (reset after, what PyTorch computes)
 * @param mode {@code train}, {@code forward} or {@code generate}
 * @param vocabulary V
 * @param hidden H
 * @param batch B
 * @param time T
 */
record Work(
    String name, String cell, String mode, int vocabulary, int hidden, int batch, int time) {
  static final int LAYERS = 2;

  /** Words are embedded, characters one-hot. */
  boolean embedded() {
    return vocabulary > 200;
  }

  String unit() {
    return mode.equals("generate") ? "characters/s" : "tokens/s";
  }

  int tokens() {
    return mode.equals("generate") ? 2000 : batch * time;
  }

  /**
   * Floating-point operations of one run: 2 per weight and token forward, 4 backward, embeddings
   * not counted.
   */
  double flops() {
    double gates = cell.equals("lstm") ? 4 : 3;
    double input = embedded() ? hidden : vocabulary;
    double weights =
        gates * hidden * (input + hidden)
            + (LAYERS - 1) * gates * hidden * 2.0 * hidden
            + (double) hidden * vocabulary;
    return (mode.equals("train") ? 6 : 2) * weights * tokens();
  }
}
