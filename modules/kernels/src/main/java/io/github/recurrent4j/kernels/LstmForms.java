package io.github.recurrent4j.kernels;

/**
 * An LSTM's weights as the factors of products, in DL4J's order of gates: candidate, then those
 * with a sigmoid.
 *
 * @param input W, [I, 4·H]
 * @param candidate U of the candidate, [H, H]
 * @param sigmoids U of the other gates, [H, 3·H]
 * @param inputBack transposed W
 * @param recurrentBack transposed U
 */
record LstmForms(
    PackedForms input,
    PackedForms candidate,
    PackedForms sigmoids,
    PackedForms inputBack,
    PackedForms recurrentBack)
    implements AutoCloseable {

  static LstmForms of(RecurrentSpec spec, Scope space) {
    long inputs = spec.inputSize();
    long hidden = spec.hiddenSize();
    long gates = 4 * hidden;
    // A layer's matrix lies column by column: its transpose, row by row.
    return new LstmForms(
        new PackedForms(inputs, gates, Product.Strides.columns(inputs, gates), space),
        new PackedForms(hidden, hidden, Product.Strides.columns(hidden, hidden), space),
        new PackedForms(hidden, 3 * hidden, Product.Strides.columns(hidden, 3 * hidden), space),
        new PackedForms(gates, inputs, Product.Strides.rows(gates, inputs), space),
        new PackedForms(gates, hidden, Product.Strides.rows(gates, hidden), space));
  }

  @Override
  public void close() {
    input.close();
    candidate.close();
    sigmoids.close();
    inputBack.close();
    recurrentBack.close();
  }
}
