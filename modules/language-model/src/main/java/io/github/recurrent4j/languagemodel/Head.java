package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.kernels.Floats;

/** What turns the top layer's outputs into logits of the next token. */
interface Head {
  /**
   * Computes logits, whose softmax are the probabilities.
   *
   * @param top [rows, hidden]
   * @param logits receives them, [rows, vocabulary]
   */
  void logits(Slot slot, int rows, Floats top, Floats logits);

  /** Floats that it computes for a row. */
  int floatsOfARow();
}
