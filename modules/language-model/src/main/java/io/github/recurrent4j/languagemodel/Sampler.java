package io.github.recurrent4j.languagemodel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** Draws a token from logits by temperature, top-k and top-p. */
final class Sampler {
  private final GenerationOptions options;
  private final Random random;
  private final double[] weights;

  Sampler(GenerationOptions options, int vocabulary) {
    this.options = options;
    this.random = new Random(options.seed());
    this.weights = new double[vocabulary];
  }

  /** The next token's id; {@code banned} is never drawn (-1 for none). */
  int next(float[] logits, int banned) {
    int best = banned == 0 ? 1 : 0;
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] > logits[best] && i != banned) {
        best = i;
      }
    }
    if (options.temperature() == 0) {
      return best;
    }
    double total = 0;
    for (int i = 0; i < logits.length; i++) {
      weights[i] = i == banned ? 0 : Math.exp((logits[i] - logits[best]) / options.temperature());
      total += weights[i];
    }
    boolean cut = options.topP() < 1 || (options.topK() > 0 && options.topK() < logits.length);
    return draw(cut ? keepLikeliest(total) : total, best);
  }

  private double keepLikeliest(double total) {
    Integer[] order = IntStream.range(0, weights.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> -weights[i]));
    int limit = options.topK() == 0 ? weights.length : options.topK();
    double kept = 0;
    for (int rank = 0; rank < order.length; rank++) {
      if (rank >= limit || kept >= options.topP() * total) {
        weights[order[rank]] = 0;
      } else {
        kept += weights[order[rank]];
      }
    }
    return kept;
  }

  private int draw(double total, int fallback) {
    double u = random.nextDouble() * total;
    for (int i = 0; i < weights.length; i++) {
      u -= weights[i];
      if (u < 0) {
        return i;
      }
    }
    return fallback;
  }
}
