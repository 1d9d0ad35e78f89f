package io.github.recurrent4j.layers;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Which activation a recurrent layer's state has when the layer itself names none. */
final class StateActivation {
  private StateActivation() {}

  /**
   * The activation to take.
   *
   * @param given what DL4J sets: the layer's own, or the network's
   * @param inherited whether the layer has named none, so that it is the network's. A network that
   *     names none either has sigmoid in DL4J, which is hardly ever meant for a recurrent state
   */
  static IActivation taken(IActivation given, boolean inherited) {
    return inherited && given instanceof ActivationSigmoid ? new ActivationTanH() : given;
  }
}
