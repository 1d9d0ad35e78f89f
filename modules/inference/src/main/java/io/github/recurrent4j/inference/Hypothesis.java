package io.github.recurrent4j.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A beginning of what is decoded: a token and what came before it.
 *
 * @param previous the hypothesis without its last token; null at the start
 * @param token the last token
 * @param weights attention when the token was chosen, over the memory's steps; null without
 * @param logProbability sum over all tokens
 * @param length number of tokens
 */
public record Hypothesis(
    Hypothesis previous, int token, float[] weights, double logProbability, int length) {
  /** What all begin with. */
  public static final Hypothesis START = new Hypothesis(null, BeamSearch.START, null, 0, 0);

  Hypothesis plus(int next, float[] attention, double logP) {
    return new Hypothesis(this, next, attention, logProbability + logP, length + 1);
  }

  /** From first token to last, without the start. */
  public List<Hypothesis> path() {
    Deque<Hypothesis> path = new ArrayDeque<>();
    for (Hypothesis h = this; h.previous != null; h = h.previous) {
      path.addFirst(h);
    }
    return new ArrayList<>(path);
  }

  /**
   * The score by which hypotheses of different lengths are compared (Wu et al., 2016, equation 14).
   *
   * @param sourceLength steps of the memory that count
   */
  public double score(BeamSearch.Options options, int sourceLength) {
    double penalty = Math.pow((5.0 + length) / 6, options.lengthPenalty());
    double coverage = 0;
    if (options.coveragePenalty() > 0 && weights != null) {
      double[] seen = new double[sourceLength];
      for (Hypothesis h = this; h.previous != null; h = h.previous) {
        for (int s = 0; s < sourceLength; s++) {
          seen[s] += h.weights[s];
        }
      }
      for (double s : seen) {
        coverage += Math.log(Math.max(Math.min(s, 1), 1e-9));
      }
    }
    return logProbability / penalty + options.coveragePenalty() * coverage;
  }
}
