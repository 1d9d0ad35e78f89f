package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slot;
import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Scope;
import java.util.Arrays;

/** Texts that are read side by side, many tokens in one pass, states carried along. */
final class Lanes implements AutoCloseable {
  /** Steps in one pass: more gain nothing. */
  static final int STEPS = 64;

  private static final int MOST_LOGITS = 1 << 20;

  private final LanguageModelPlan plan;
  private final int texts;
  private final Scope scope = new Scope("the states of texts");
  private final States states;

  /** The tokens before the next, [window - 1, texts]; -1 before the texts. */
  private int[] past;

  Lanes(LanguageModelPlan plan, int texts) {
    this.plan = plan;
    this.texts = texts;
    this.states = plan.states(scope, texts);
    this.past = new int[(plan.window() - 1) * texts];
    Arrays.fill(past, -1);
  }

  /** Takes what was computed for a step of a text. */
  interface Sink {
    /**
     * Takes a row.
     *
     * @param row step · texts + text
     * @param logits of the next token; reused for the next row
     * @param hidden the top layer's outputs of the whole pass, [rows, hidden]; valid during the
     *     call
     */
    void take(int row, float[] logits, Floats hidden);
  }

  /**
   * Reads some steps.
   *
   * @param tokens [time, texts]
   * @param wanted [time, texts]: the steps whose logits are wanted are those not below 0
   * @param sink given the wanted rows, in order
   */
  void read(Slot slot, int time, int[] tokens, int[] wanted, Sink sink) {
    int rows = time * texts;
    int hidden = plan.hiddenSize();
    int vocabulary = plan.vocabularySize();
    try (Scope work = slot.scope()) {
      Floats ahead = work.floats((long) rows * hidden);
      Floats behind = work.floats((long) rows * hidden);
      Floats input = plan.input(work, windows(tokens));
      Floats top = plan.hidden(slot, time, texts, input, states, ahead, behind);
      int block = Math.max(1, Math.min(rows, MOST_LOGITS / plan.floatsOfARow()));
      Floats logits = work.floats((long) block * vocabulary);
      float[] row = new float[vocabulary];
      for (int from = 0; from < rows; from += block) {
        int count = Math.min(block, rows - from);
        plan.logits(
            slot,
            count,
            top.slice((long) from * hidden, (long) count * hidden),
            logits.slice(0, (long) count * vocabulary));
        for (int r = 0; r < count; r++) {
          if (wanted[from + r] >= 0) {
            logits.get((long) r * vocabulary, row);
            sink.take(from + r, row, top);
          }
        }
      }
    }
  }

  /** The tokens that each step sees, [time, texts, window]. */
  private int[] windows(int[] tokens) {
    int window = plan.window();
    if (window == 1) {
      return tokens;
    }
    int[] all = Arrays.copyOf(past, past.length + tokens.length);
    System.arraycopy(tokens, 0, all, past.length, tokens.length);
    int[] seen = new int[tokens.length * window];
    for (int row = 0; row < tokens.length; row++) {
      for (int s = 0; s < window; s++) {
        seen[row * window + s] = all[row + s * texts];
      }
    }
    past = Arrays.copyOfRange(all, tokens.length, all.length);
    return seen;
  }

  /** log p of a token under softmax over logits. */
  static double logProbability(float[] logits, int token) {
    double max = Double.NEGATIVE_INFINITY;
    for (float l : logits) {
      max = Math.max(max, l);
    }
    double sum = 0;
    for (float l : logits) {
      sum += Math.exp(l - max);
    }
    return logits[token] - max - Math.log(sum);
  }

  @Override
  public void close() {
    scope.close();
  }
}
