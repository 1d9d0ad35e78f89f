package io.github.recurrent4j.languagemodel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Draws tokens from logits: repetition penalty (Keskar et al., 2019), temperature, top-k, top-p
 * (Holtzman et al., 2020), min-p (Nguyen et al., 2024), locally typical sampling (Meister et al.,
 * 2023), in this order.
 */
final class Sampler {
  private final GenerationOptions options;
  private final Random random;
  private final double[] scores;
  private final double[] weights;
  private final Deque<Integer> recent = new ArrayDeque<>();
  private final int[] occurrences;

  Sampler(GenerationOptions options, int vocabulary) {
    this.options = options;
    this.random = new Random(options.seed());
    this.scores = new double[vocabulary];
    this.weights = new double[vocabulary];
    this.occurrences = new int[vocabulary];
  }

  /** A token has been there: one of the prime, or the one that was drawn. */
  void read(int token) {
    occurrences[token]++;
    if (options.repetitionWindow() > 0) {
      recent.add(token);
      if (recent.size() > options.repetitionWindow()) {
        occurrences[recent.remove()]--;
      }
    }
  }

  /** The next token's id; {@code banned} is never drawn (-1 for none). */
  int next(float[] logits, int banned) {
    return next(logits, id -> id != banned);
  }

  /**
   * The next token's id.
   *
   * @param logits not modified
   * @param allowed only such tokens are drawn
   * @throws IllegalStateException if no token is allowed
   */
  int next(float[] logits, IntPredicate allowed) {
    int best = -1;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = allowed.test(i) ? penalized(logits[i], i) : Double.NEGATIVE_INFINITY;
      if (scores[i] > Double.NEGATIVE_INFINITY && (best < 0 || scores[i] > scores[best])) {
        best = i;
      }
    }
    if (best < 0) {
      throw new IllegalStateException("no token is allowed");
    }
    if (options.temperature() == 0) {
      return best;
    }
    double total = 0;
    for (int i = 0; i < scores.length; i++) {
      weights[i] = Math.exp((scores[i] - scores[best]) / options.temperature());
      total += weights[i];
    }
    if (options.topP() < 1 || (options.topK() > 0 && options.topK() < scores.length)) {
      int limit = options.topK() == 0 ? weights.length : options.topK();
      total = keepFirst(i -> -weights[i], limit, options.topP() * total);
    }
    if (options.minP() > 0) {
      total = dropUnlikely();
    }
    if (options.typicalP() < 1) {
      total = keepTypical(total);
    }
    return draw(total);
  }

  private double penalized(float logit, int token) {
    double penalty = options.repetitionPenalty();
    if (penalty == 1 || occurrences[token] == 0) {
      return logit;
    }
    return logit > 0 ? logit / penalty : logit * penalty;
  }

  /**
   * Keeps tokens in a given order, until there are so many or they have so much weight together.
   *
   * @return the weight of those kept
   */
  private double keepFirst(IntToDoubleFunction order, int limit, double weight) {
    Integer[] tokens =
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] > 0)
            .boxed()
            .toArray(Integer[]::new);
    double[] keys = new double[weights.length];
    for (int token : tokens) {
      keys[token] = order.applyAsDouble(token);
    }
    Arrays.sort(tokens, Comparator.comparingDouble(i -> keys[i]));
    double kept = 0;
    for (int rank = 0; rank < tokens.length; rank++) {
      if (rank >= limit || kept >= weight) {
        weights[tokens[rank]] = 0;
      } else {
        kept += weights[tokens[rank]];
      }
    }
    return kept;
  }

  /** The likeliest token's weight is 1. */
  private double dropUnlikely() {
    double kept = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights[i] < options.minP() ? 0 : weights[i];
      kept += weights[i];
    }
    return kept;
  }

  private double keepTypical(double total) {
    double entropy = 0;
    for (double weight : weights) {
      entropy -= weight > 0 ? weight / total * Math.log(weight / total) : 0;
    }
    double expected = entropy;
    return keepFirst(
        i -> Math.abs(-Math.log(weights[i] / total) - expected),
        weights.length,
        options.typicalP() * total);
  }

  private int draw(double total) {
    double u = random.nextDouble() * total;
    int last = -1;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        u -= weights[i];
        if (u < 0) {
          break;
        }
      }
    }
    return last;
  }
}
