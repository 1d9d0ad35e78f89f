package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.Cell;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * The two non-linearities of a cell.
 *
 * @param gate of the gates (sigmoid); unused by a simple RNN
 * @param state of the candidate, of the LSTM's output and of the simple RNN (tanh)
 */
public record Activations(IActivation gate, IActivation state) {
  /** Sigmoid gates and tanh state. */
  public static Activations standard() {
    return new Activations(new ActivationSigmoid(), new ActivationTanH());
  }

  /** Whether oneDNN has a kernel for them. */
  boolean areStandard(Cell cell) {
    boolean tanh = state instanceof ActivationTanH;
    if (cell == Cell.RNN) {
      return tanh || isRelu();
    }
    return tanh && gate instanceof ActivationSigmoid;
  }

  boolean isRelu() {
    return state instanceof ActivationReLU;
  }
}
