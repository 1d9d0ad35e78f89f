package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.State;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of a model's recurrent layers for some texts side by side: those that are read, and as
 * many to write the next ones into; a layer's two change places after each pass.
 */
final class States {
  private final List<State> now = new ArrayList<>();
  private final List<State> next = new ArrayList<>();

  /** Zeros, as before the first token. */
  States(Scope scope, List<RecurrentWeights> layers, int texts) {
    for (RecurrentWeights layer : layers) {
      now.add(zeros(scope, layer, texts));
      next.add(zeros(scope, layer, texts));
    }
  }

  private static State zeros(Scope scope, RecurrentWeights layer, int texts) {
    long size = (long) texts * layer.spec().hiddenSize();
    boolean cell = layer.spec().cell().hasCellState();
    return new State(scope.zeros(size), cell ? scope.zeros(size) : null);
  }

  /** The state a layer starts from. */
  State before(int layer) {
    return now.get(layer);
  }

  /** Where the layer's state after its last step goes. */
  State after(int layer) {
    return next.get(layer);
  }

  /** What was written is read from now on. */
  void turn(int layer) {
    now.set(layer, next.set(layer, now.get(layer)));
  }

  /** Takes over the states of as many texts. */
  void copyFrom(States other) {
    for (int i = 0; i < now.size(); i++) {
      now.get(i).h().copyFrom(other.now.get(i).h());
      if (now.get(i).c() != null) {
        now.get(i).c().copyFrom(other.now.get(i).c());
      }
    }
  }
}
