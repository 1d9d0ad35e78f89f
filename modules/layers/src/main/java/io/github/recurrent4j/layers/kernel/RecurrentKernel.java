package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.Precision;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes a recurrent layer over whole sequences, forward and backward. A kernel instance belongs
 * to one layer and one thread: it keeps the forward pass that the next backward pass needs.
 *
 * <p>All sequences are time major and contiguous in C order: x is [T, B, I], h is [T, B, H].
 * Weights are [I, G·H], recurrent weights [H, G·H], both in Fortran order (DL4J's layout); the bias
 * has biases·H entries.
 */
public interface RecurrentKernel extends AutoCloseable {

  /**
   * The state of a sequence between two calls.
   *
   * @param h [B, H]
   * @param c [B, H], or null for cells without a cell state
   */
  record State(INDArray h, INDArray c) {}

  /**
   * The parameters of a layer, or views of their gradients.
   *
   * @param q what gates a mogrifier's inputs; null for a plain cell
   * @param r what gates its states; null for a plain cell, and where there is one round
   */
  record Parameters(INDArray w, INDArray rw, INDArray b, INDArray q, INDArray r) {
    /** The parameters of a plain cell. */
    public Parameters(INDArray w, INDArray rw, INDArray b) {
      this(w, rw, b, null, null);
    }
  }

  /**
   * Runs the recurrence over a sequence.
   *
   * @param x [T, B, I]
   * @param parameters the weights
   * @param initial state before the first step, or null for zeros
   * @param mask [T][B] with false where h and c are set to zero after the step, or null
   * @param training keep what {@link #backward} needs
   * @param out receives h_1..h_T, [T, B, H]
   * @return the state after the last step; it may be overwritten by the next call
   */
  State forward(
      INDArray x,
      Parameters parameters,
      State initial,
      boolean[][] mask,
      boolean training,
      INDArray out);

  /**
   * Back-propagates through the last {@link #forward} with {@code training}.
   *
   * @param dOut gradient of the loss with respect to h_1..h_T, [T, B, H]; not modified
   * @param gradients overwritten with the parameters' gradients, summed over the batch
   * @param dX receives the gradient with respect to x, [T, B, I]
   * @return the gradient with respect to the initial state
   */
  State backward(INDArray dOut, Parameters gradients, INDArray dX);

  /**
   * Sets the precision of all passes; until then it is the process's, see {@link PassPrecision}. A
   * kernel may compute more exactly than asked.
   */
  default void computeIn(Precision precision) {}

  /** Short name for logs: {@code onednn} or {@code reference}. */
  String name();

  /** Frees native memory. */
  @Override
  void close();
}
