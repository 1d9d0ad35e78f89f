package io.github.recurrent4j.vectorization;

/**
 * A source of pairs and how often each of its pairs is seen in an epoch, see {@link PairMix}.
 *
 * @param source where the pairs are read from
 * @param weight above 0; 1 for once
 */
public record WeightedPairs(PairSource source, double weight) {
  /** A source whose pairs are seen once. */
  public static WeightedPairs once(PairSource source) {
    return new WeightedPairs(source, 1);
  }
}
