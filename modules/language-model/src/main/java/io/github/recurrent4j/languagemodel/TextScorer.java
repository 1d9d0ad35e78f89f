package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slots;
import java.util.List;

/** Log-probabilities of texts, computed many side by side. */
final class TextScorer {
  private static final int TEXTS_AT_ONCE = 32;

  private TextScorer() {}

  /**
   * Sums of log p.
   *
   * @param texts tokens of each, the first of which is only read
   * @param from for each text the first token that counts, at least 1
   * @return natural logarithms; 0 for a text in which nothing counts
   */
  static double[] logProbabilities(
      LanguageModelPlan plan, Slots slots, List<int[]> texts, int[] from) {
    double[] sums = new double[texts.size()];
    slots.each(
        texts,
        TEXTS_AT_ONCE,
        (slot, places) -> {
          int batch = places.length;
          int steps = 0;
          for (int place : places) {
            steps = Math.max(steps, texts.get(place).length - 1);
          }
          try (Lanes lanes = plan.lanes(batch)) {
            for (int at = 0; at < steps; at += Lanes.STEPS) {
              slots.check();
              // Even lengths only: each shape costs a set of primitives.
              int time = Math.min(Lanes.STEPS, (steps - at + 1) / 2 * 2);
              int[] tokens = new int[time * batch];
              int[] next = new int[time * batch];
              for (int row = 0; row < tokens.length; row++) {
                int place = places[row % batch];
                int[] ids = texts.get(place);
                int step = at + row / batch;
                tokens[row] = step < ids.length ? ids[step] : 0;
                boolean counts = step + 1 < ids.length && step + 1 >= from[place];
                next[row] = counts ? ids[step + 1] : -1;
              }
              lanes.read(
                  slot,
                  time,
                  tokens,
                  next,
                  (row, logits, hidden) ->
                      sums[places[row % batch]] += Lanes.logProbability(logits, next[row]));
            }
          }
        });
    return sums;
  }
}
