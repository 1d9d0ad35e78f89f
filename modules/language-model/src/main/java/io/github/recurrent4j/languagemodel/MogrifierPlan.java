package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.Recurrence;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.State;
import java.util.Optional;

/**
 * Runs a mogrifier on kernels: before each step input and state scale each other (Melis et al.,
 * 2020), then the cell takes its step. Its twin for training is {@code Mogrifier} in {@code
 * layers}.
 */
final class MogrifierPlan {
  private final int rounds;
  private final int inputs;
  private final int hidden;
  private final Floats q;
  private final Floats r;

  private MogrifierPlan(PackedNetwork packed, LayerDescription layer) {
    rounds = layer.inner();
    inputs = layer.in();
    hidden = layer.out();
    q = packed.values(layer, "Q");
    r = rounds > 1 ? packed.values(layer, "R") : null;
  }

  /** The gates of a layer, if it has any. */
  static Optional<MogrifierPlan> of(PackedNetwork packed, LayerDescription layer) {
    return layer.has("Q") ? Optional.of(new MogrifierPlan(packed, layer)) : Optional.empty();
  }

  /**
   * What is run.
   *
   * @param cell the cell behind the gates
   * @param time steps
   * @param texts side by side
   */
  record Steps(Slot slot, Recurrence cell, int time, int texts) {}

  /**
   * Runs some steps.
   *
   * @param x [time, texts, inputs]
   * @param first the state before the first step; stays
   * @param out receives the states h, [time, texts, hidden]
   * @param last receives the state after the last step
   */
  void forward(Steps steps, Floats x, State first, Floats out, State last) {
    int texts = steps.texts;
    long width = (long) texts * inputs;
    long height = (long) texts * hidden;
    try (Scope work = steps.slot.scope()) {
      Floats input = work.floats(width);
      Floats state = work.floats(height);
      Floats gate = work.floats(Math.max(width, height));
      State before = first;
      for (int t = 0; t < steps.time; t++) {
        input.copyFrom(x.slice(t * width, width));
        state.copyFrom(before.h());
        gate(steps, input, state, gate);
        steps.cell.forward(
            1, texts, input, new State(state, before.c()), out.slice(t * height, height), last);
        before = last;
      }
    }
  }

  private void gate(Steps steps, Floats input, Floats state, Floats gate) {
    Product ofInput = Product.of(steps.texts, inputs, hidden).transposeB();
    Product ofState = Product.of(steps.texts, hidden, inputs).transposeB();
    long size = (long) inputs * hidden;
    for (int round = 0; round < rounds; round++) {
      long from = round / 2 * size;
      boolean scalesInput = round % 2 == 0;
      Floats scaled = scalesInput ? input : state;
      Floats logits = gate.slice(0, scaled.length());
      steps
          .slot
          .products()
          .multiply(
              scalesInput ? ofInput : ofState,
              scalesInput ? state : input,
              (scalesInput ? q : r).slice(from, size),
              null,
              logits);
      scale(scaled, logits);
    }
  }

  /** values ← 2σ(logits) ∘ values. */
  private static void scale(Floats values, Floats logits) {
    float[] v = values.toArray();
    float[] z = logits.toArray();
    for (int i = 0; i < v.length; i++) {
      v[i] *= (float) (2 / (1 + Math.exp(-z[i])));
    }
    values.put(0, v);
  }
}
