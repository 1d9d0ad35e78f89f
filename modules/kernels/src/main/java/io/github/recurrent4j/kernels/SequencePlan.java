package io.github.recurrent4j.kernels;

/** How one layer is computed over some rows of a batch of sequences. One thread at a time. */
interface SequencePlan extends AutoCloseable {
  /**
   * Brings the weights into this plan's layout, if they are not yet. Not while another plan runs.
   */
  void prepare();

  /**
   * Runs over the sequences.
   *
   * @param scope for work memory; open until the backward pass in training
   * @param input x of the first of these rows, and of all behind it
   * @param first h_0 and c_0 of these rows
   * @param result receives h, likewise
   * @param last receives h_T and c_T of these rows
   */
  void forward(Scope scope, Floats input, State first, Floats result, State last);

  /** See {@link Recurrence#backward}; gates of gradients come in the layer's own order. */
  void backward(Floats dOut, Gradients gradients, Floats dX, State dFirst);

  /** Lets go of all memory but the weights. */
  void release();

  @Override
  void close();
}
