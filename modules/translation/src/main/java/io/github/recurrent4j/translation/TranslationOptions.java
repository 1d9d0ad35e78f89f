package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.BadOptionException;

/**
 * How translations are searched for.
 *
 * @param beam hypotheses followed at once; 1 is greedy search
 * @param nBest translations given for each sentence, at most {@code beam}
 * @param lengthPenalty α of Wu et al. (2016), equation 14: scores are divided by ((5 + length) /
 *     6)^α
 * @param coveragePenalty β of the same equation: source tokens that no output token attended to
 *     cost
 * @param copy whether numbers and rare names that the network cannot know are copied from the
 *     source
 */
public record TranslationOptions(
    int beam, int nBest, double lengthPenalty, double coveragePenalty, boolean copy) {

  /** Checks ranges. */
  public TranslationOptions {
    if (beam < 1 || beam > 100) {
      throw new BadOptionException("--beam must be between 1 and 100");
    }
    if (nBest < 1 || nBest > beam) {
      throw new BadOptionException("--n-best must be between 1 and --beam, which is " + beam);
    }
    if (!(lengthPenalty >= 0) || !(coveragePenalty >= 0)) {
      throw new BadOptionException("--length-penalty and --coverage must not be negative");
    }
  }

  /** Beam search with five hypotheses. */
  public static TranslationOptions standard() {
    return new TranslationOptions(5, 1, 1, 0, true);
  }

  /** The same with another beam. */
  public TranslationOptions withBeam(int width) {
    return new TranslationOptions(
        width, Math.min(nBest, width), lengthPenalty, coveragePenalty, copy);
  }

  /** The same with another number of translations, at most as many as the beam is wide. */
  TranslationOptions withBest(int count) {
    return new TranslationOptions(
        beam, Math.min(count, beam), lengthPenalty, coveragePenalty, copy);
  }
}
