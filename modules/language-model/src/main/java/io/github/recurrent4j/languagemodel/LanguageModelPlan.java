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
import io.github.recurrent4j.kernels.Recurrence;
import io.github.recurrent4j.kernels.RecurrentWeights;
import io.github.recurrent4j.kernels.Scope;
import io.github.recurrent4j.training.WorkingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a language model on {@code kernels} alone: one token at a time ({@link Text}), which is what
 * generation needs, or many texts side by side ({@link Lanes}), which is what scoring needs. Its
 * twin for training is {@link LanguageModelNetwork}; {@code LanguageModelTest} holds the two equal.
 * Serves any number of texts at once.
 */
final class LanguageModelPlan implements WorkingModel.Plan {
  private final PackedNetwork packed;
  private final Floats embedding;
  private final int inputSize;
  private final int window;
  private final List<RecurrentWeights> recurrent = new ArrayList<>();

  /** What gates each recurrent layer's inputs and states; none where it is a plain one. */
  private final List<Optional<MogrifierPlan>> mogrifiers = new ArrayList<>();

  private final List<PackedMatrix> dense = new ArrayList<>();
  private final int hidden;
  private final int vocabulary;
  private final Head head;

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
    for (LayerDescription layer : layers.hidden()) {
      if (layer.kind() == Kind.DENSE) {
        dense.add(packed.dense(layer));
      } else {
        recurrent.add(packed.recurrent(layer));
        mogrifiers.add(MogrifierPlan.of(packed, layer));
      }
    }
    this.window = dense.isEmpty() ? 1 : window;
    hidden = layers.top().out();
    vocabulary = out.out();
    head =
        layers.latent() == null
            ? new SoftmaxHead(packed, out)
            : new MixtureHead(packed, layers.latent(), out);
  }

  /** Tokens that each step reads: those of a feed-forward model's window, otherwise one. */
  int window() {
    return window;
  }

  /** Size of the top layer. */
  int hiddenSize() {
    return hidden;
  }

  /** Number of tokens. */
  int vocabularySize() {
    return vocabulary;
  }

  /** Floats that the logits of a row take. */
  int floatsOfARow() {
    return head.floatsOfARow();
  }

  /** A text at its beginning; belongs to one thread. */
  Text begin() {
    return new Text();
  }

  /** Texts at their beginning; belong to one thread. */
  Lanes lanes(int texts) {
    return new Lanes(this, texts);
  }

  /** States before the first token. */
  States states(Scope scope, int texts) {
    return new States(scope, recurrent, texts);
  }

  /**
   * The input of some steps, [rows, window·size], the oldest token first.
   *
   * @param tokens [rows, window], -1 for what lies before a text
   */
  Floats input(Scope scope, int[] tokens) {
    Floats x = scope.zeros((long) tokens.length * inputSize);
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] >= 0 && embedding == null) {
        x.put((long) i * inputSize + tokens[i], 1f);
      } else if (tokens[i] >= 0) {
        RowCopies.row(embedding, tokens[i], x, i, inputSize);
      }
    }
    return x;
  }

  /**
   * Runs the hidden layers.
   *
   * @param x [time, texts, inputs]
   * @param states are the ones after the last step afterwards
   * @param ahead work memory, [time, texts, hidden]
   * @param behind the same
   * @return one of the two: what the top layer gave
   */
  Floats hidden(
      Slot slot, int time, int texts, Floats x, States states, Floats ahead, Floats behind) {
    Floats from = x;
    Floats to = ahead;
    for (int i = 0; i < recurrent.size(); i++) {
      Recurrence recurrence = slot.recurrence(recurrent.get(i));
      if (mogrifiers.get(i).isPresent()) {
        MogrifierPlan.Steps steps = new MogrifierPlan.Steps(slot, recurrence, time, texts);
        mogrifiers.get(i).get().forward(steps, from, states.before(i), to, states.after(i));
      } else {
        recurrence.forward(time, texts, from, states.before(i), to, states.after(i));
      }
      states.turn(i);
      from = to;
      to = from == ahead ? behind : ahead;
    }
    for (PackedMatrix layer : dense) {
      slot.products().multiply(layer, (long) time * texts, from, to);
      from = to;
      to = from == ahead ? behind : ahead;
    }
    return from;
  }

  /** Logits [rows, vocabulary] of the top layer's outputs [rows, hidden]. */
  void logits(Slot slot, int rows, Floats top, Floats logits) {
    head.logits(slot, rows, top, logits);
  }

  /** A text being read: its state, which stays when the slot it is computed on goes to others. */
  final class Text implements AutoCloseable {
    private final Scope scope = new Scope("the state of a text");
    private final States states = states(scope, 1);
    // The window's steps side by side, the oldest first.
    private final Floats input = scope.zeros((long) inputSize * window);
    private final Floats ahead = scope.floats(hidden);
    private final Floats behind = scope.floats(hidden);
    private final Floats logits = scope.floats(vocabulary);
    private final float[] result = new float[vocabulary];
    private int lastHot;

    private Text() {}

    /** Another text that goes on from here. */
    Text copy() {
      Text copy = new Text();
      copy.states.copyFrom(states);
      copy.input.copyFrom(input);
      copy.lastHot = lastHot;
      System.arraycopy(result, 0, copy.result, 0, vocabulary);
      return copy;
    }

    /** Logits of the next token, after the last {@link #step}. */
    float[] logits() {
      return result;
    }

    /** Reads a token and gives the logits of the next; the array is reused by the next call. */
    float[] step(Slot slot, int token) {
      if (embedding == null) {
        input.put(lastHot, 0f);
        input.put(token, 1f);
        lastHot = token;
      } else if (window == 1) {
        RowCopies.row(embedding, token, input, 0, inputSize);
      } else {
        input.copy(0, input, inputSize, (window - 1L) * inputSize);
        RowCopies.row(embedding, token, input, window - 1L, inputSize);
      }
      Floats top = LanguageModelPlan.this.hidden(slot, 1, 1, input, states, ahead, behind);
      LanguageModelPlan.this.logits(slot, 1, top, logits);
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
