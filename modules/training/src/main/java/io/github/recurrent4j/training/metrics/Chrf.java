package io.github.recurrent4j.training.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Corpus chrF2 (Popović, 2015) with one reference, as sacreBLEU 2 computes it by default: character
 * n-grams to 6 without white space, β = 2.
 *
 * @param score chrF, 0 to 100
 */
public record Chrf(double score) {
  /** How the score was computed, in sacreBLEU's notation. */
  public static final String SIGNATURE =
      "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2 (recurrent4j)";

  private static final int ORDER = 6;
  private static final double BETA_SQUARED = 4;

  /**
   * Scores a corpus.
   *
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  public static Chrf of(List<String> output, List<String> references) {
    if (output.size() != references.size() || output.isEmpty()) {
      throw new IllegalArgumentException(
          output.size() + " outputs for " + references.size() + " references");
    }
    long[] inOutput = new long[ORDER];
    long[] inReference = new long[ORDER];
    long[] matches = new long[ORDER];
    for (int i = 0; i < output.size(); i++) {
      int[] hypothesis = characters(output.get(i));
      int[] reference = characters(references.get(i));
      for (int n = 1; n <= ORDER; n++) {
        Map<String, Integer> expected = ngrams(reference, n);
        for (Map.Entry<String, Integer> e : ngrams(hypothesis, n).entrySet()) {
          matches[n - 1] += Math.min(e.getValue(), expected.getOrDefault(e.getKey(), 0));
          // Output n-grams do not count where the reference is too short to have any.
          inOutput[n - 1] += expected.isEmpty() ? 0 : e.getValue();
        }
        inReference[n - 1] += Math.max(0, reference.length - n + 1);
      }
    }
    return new Chrf(score(inOutput, inReference, matches));
  }

  private static double score(long[] inOutput, long[] inReference, long[] matches) {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int n = 0; n < ORDER; n++) {
      if (inOutput[n] > 0 && inReference[n] > 0) {
        precision += (double) matches[n] / inOutput[n];
        recall += (double) matches[n] / inReference[n];
        orders++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    double f = (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
    return 100 * f;
  }

  private static int[] characters(String text) {
    return text.codePoints().filter(c -> !WhiteSpace.is(c)).toArray();
  }

  private static Map<String, Integer> ngrams(int[] characters, int n) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= characters.length; i++) {
      counts.merge(new String(characters, i, n), 1, Integer::sum);
    }
    return counts;
  }

  @Override
  public String toString() {
    return "chrF2|" + SIGNATURE + " = " + Decimals.of(score, 2);
  }
}
