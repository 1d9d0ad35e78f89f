package io.github.recurrent4j.benchmarks;

/**
 * One thing that is measured: the same network, batch and update for every contestant.
 *
 * @param name name in reports
 * @param cell {@code lstm}, {@code gru} (reset before the product, Cho et al.) or {@code gru-after}
 *     (reset after, what PyTorch computes)
 * @param mode {@code train}, {@code forward}, {@code generate}; {@code train-translator}, {@code
 *     translate-one}, {@code translate-bulk}; {@code train-classifier}, {@code classify-one},
 *     {@code classify-bulk}
 * @param size how large network and minibatch are
 */
record Work(String name, String cell, String mode, Size size) {
  static final int LAYERS = 2;

  /**
   * How large a network and its minibatch are.
   *
   * @param vocabulary V
   * @param hidden H
   * @param batch B
   * @param time T
   */
  record Size(int vocabulary, int hidden, int batch, int time) {}

  int vocabulary() {
    return size.vocabulary;
  }

  int hidden() {
    return size.hidden;
  }

  int batch() {
    return size.batch;
  }

  int time() {
    return size.time;
  }

  /** Words are embedded, characters one-hot. */
  boolean embedded() {
    return vocabulary() > 200;
  }

  boolean translates() {
    return name.startsWith("translation");
  }

  boolean classifies() {
    return name.startsWith("sentiment");
  }

  /** Weights that each pair of a source and a target token meets, embeddings left out. */
  private double translatorWeights() {
    double gates = cell.equals("lstm") ? 4 : 3;
    double half = hidden() / 2.0;
    double encoder = 2 * gates * half * hidden();
    double decoder = gates * hidden() * (half + hidden()) + gates * hidden() * 3.0 * hidden();
    double attention = (double) hidden() * hidden();
    return encoder + decoder + attention + 2 * hidden() * half + half * vocabulary();
  }

  /** Whether its products are known: those of a search over translations depend on the text. */
  boolean hasFloor() {
    return mode.startsWith("train") || mode.equals("forward") || mode.equals("generate");
  }

  String unit() {
    return switch (mode) {
      case "generate" -> "characters/s";
      case "classify-one", "classify-bulk" -> "tweets/s";
      case "translate-one", "translate-bulk" -> "sentences/s";
      default -> "tokens/s";
    };
  }

  int tokens() {
    return mode.equals("generate") ? 2000 : batch() * time();
  }

  /**
   * Floating-point operations of one run: 2 per weight and token forward, 4 backward, embeddings
   * not counted.
   */
  double flops() {
    if (classifies()) {
      // Two directions of three gates; the output is small.
      return mode.equals("train-classifier") ? 6 * 12.0 * hidden() * hidden() * tokens() : 0;
    }
    if (translates()) {
      return mode.equals("train-translator") ? 6 * translatorWeights() * tokens() : 0;
    }
    double gates = cell.equals("lstm") ? 4 : 3;
    double input = embedded() ? hidden() : vocabulary();
    double weights =
        gates * hidden() * (input + hidden())
            + (LAYERS - 1) * gates * hidden() * 2.0 * hidden()
            + (double) hidden() * vocabulary();
    return (mode.equals("train") ? 6 : 2) * weights * tokens();
  }
}
