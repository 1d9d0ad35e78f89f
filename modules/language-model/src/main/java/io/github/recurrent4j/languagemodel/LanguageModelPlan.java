package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.PackedNetwork;
import io.github.recurrent4j.inference.RowCopies;
import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.inference.model.LayerDescription;
import io.github.recurrent4j.inference.model.LayerDescription.Kind;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.PackedMatrix;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.Product;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.kernels.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a language model one token at a time, on {@code kernels} alone: what generation needs. Its
 * twin for training is {@link LanguageModelNetwork}; {@code LanguageModelTest} holds the two equal.
 * Serves any number of texts at once.
 */
final class LanguageModelPlan implements AutoCloseable {
  private final PackedNetwork packed;
  private final Floats embedding;
  private final int inputSize;
  private final int window;
  private final List<RecurrentWeights> recurrent = new ArrayList<>();
  private final List<PackedMatrix> dense = new ArrayList<>();
  private final int hidden;
  private final Floats outputWeights;
  private final Floats outputBias;
  private final Product output;

  /**
   * A plan.
   *
   * @param window tokens that a feed-forward model sees
   */
  LanguageModelPlan(ModelFile file, LanguageModelLayers layers, int window, Precision precision) {
    packed = new PackedNetwork(file, precision);
    LayerDescription out = layers.output();
    embedding = layers.embedding() == null ? null : packed.values(layers.embedding(), "W");
    inputSize = layers.embedding() == null ? out.out() : layers.embedding().out();
    this.window = window;
    for (LayerDescription layer : layers.hidden()) {
      if (layer.kind() == Kind.DENSE) {
        dense.add(packed.dense(layer));
      } else {
        recurrent.add(packed.recurrent(layer));
      }
    }
    hidden = out.in();
    // One row by a small matrix: packing it would cost more than it brings.
    outputWeights = packed.outputWeights(out);
    outputBias = packed.values(out, "b");
    output = Product.of(1, out.out(), out.in()).transposeB().withBias();
  }

  /** A text at its beginning; belongs to one thread. */
  Text begin() {
    return new Text();
  }

  /** A text being read: its state, which stays when the slot it is computed on goes to others. */
  final class Text implements AutoCloseable {
    private final Scope scope = new Scope("the state of a text");
    private final List<State> states = new ArrayList<>();
    private final List<State> spare = new ArrayList<>();
    private final Floats input;
    private final Floats ahead = scope.floats(hidden);
    private final Floats behind = scope.floats(hidden);
    private final Floats logits = scope.floats(output.n());
    private final float[] result = new float[(int) output.n()];
    private int lastHot;

    private Text() {
      // The window's steps side by side, the oldest first.
      input = scope.zeros((long) inputSize * (dense.isEmpty() ? 1 : window));
      for (RecurrentWeights weights : recurrent) {
        boolean cell = weights.spec().cell().hasCellState();
        states.add(new State(scope.zeros(hidden), cell ? scope.zeros(hidden) : null));
        spare.add(new State(scope.zeros(hidden), cell ? scope.zeros(hidden) : null));
      }
    }

    /** Reads a token and gives the logits of the next; the array is reused by the next call. */
    float[] step(Slot slot, int token) {
      if (embedding == null) {
        input.put(lastHot, 0f);
        input.put(token, 1f);
        lastHot = token;
      } else if (dense.isEmpty()) {
        RowCopies.row(embedding, token, input, 0, inputSize);
      } else {
        input.copy(0, input, inputSize, (window - 1L) * inputSize);
        RowCopies.row(embedding, token, input, window - 1L, inputSize);
      }
      Floats x = input;
      Floats next = ahead;
      for (int i = 0; i < recurrent.size(); i++) {
        slot.recurrence(recurrent.get(i)).forward(1, 1, x, states.get(i), next, spare.get(i));
        states.set(i, spare.set(i, states.get(i)));
        x = next;
        next = x == ahead ? behind : ahead;
      }
      for (PackedMatrix layer : dense) {
        slot.products().multiply(layer, 1, x, next);
        x = next;
        next = x == ahead ? behind : ahead;
      }
      slot.products().multiply(output, x, outputWeights, outputBias, logits);
      logits.get(0, result);
      return result;
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  @Override
  public void close() {
    packed.close();
  }
}
