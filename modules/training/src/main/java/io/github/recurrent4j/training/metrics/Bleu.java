package io.github.recurrent4j.training.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Corpus BLEU (Papineni et al., 2002) with one reference, as sacreBLEU 2 computes it by default:
 * 13a tokens, cased, n-grams to 4, exponential smoothing of empty precisions.
 *
 * @param score BLEU, 0 to 100
 * @param precisions of 1- to 4-grams, in per cent, smoothed
 * @param brevityPenalty 1 when the output is not shorter than the references
 * @param length tokens of the output
 * @param referenceLength tokens of the references
 */
public record Bleu(
    double score, double[] precisions, double brevityPenalty, long length, long referenceLength) {
  /** How the score was computed, in sacreBLEU's notation. */
  public static final String SIGNATURE =
      "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2 (recurrent4j)";

  private static final int ORDER = 4;

  /**
   * Scores a corpus.
   *
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  public static Bleu of(List<String> output, List<String> references) {
    if (output.size() != references.size() || output.isEmpty()) {
      throw new IllegalArgumentException(
          output.size() + " outputs for " + references.size() + " references");
    }
    long[] correct = new long[ORDER];
    long[] total = new long[ORDER];
    long length = 0;
    long referenceLength = 0;
    for (int i = 0; i < output.size(); i++) {
      String[] hypothesis = Tokenizer13a.tokenize(output.get(i).stripTrailing());
      String[] reference = Tokenizer13a.tokenize(references.get(i).stripTrailing());
      length += hypothesis.length;
      referenceLength += reference.length;
      for (int n = 1; n <= ORDER; n++) {
        Map<List<String>, Integer> expected = ngrams(reference, n);
        for (Map.Entry<List<String>, Integer> e : ngrams(hypothesis, n).entrySet()) {
          correct[n - 1] += Math.min(e.getValue(), expected.getOrDefault(e.getKey(), 0));
          total[n - 1] += e.getValue();
        }
      }
    }
    return of(correct, total, length, referenceLength);
  }

  static Bleu of(long[] correct, long[] total, long length, long referenceLength) {
    double penalty = 1;
    if (length < referenceLength) {
      penalty = length > 0 ? Math.exp(1 - (double) referenceLength / length) : 0;
    }
    double[] precisions = new double[ORDER];
    double logSum = 0;
    double smoothing = 1;
    for (int n = 0; n < ORDER; n++) {
      if (total[n] == 0) {
        logSum = Double.NEGATIVE_INFINITY;
        break;
      }
      if (correct[n] == 0) {
        smoothing *= 2;
        precisions[n] = 100 / (smoothing * total[n]);
      } else {
        precisions[n] = 100.0 * correct[n] / total[n];
      }
      logSum += Math.log(precisions[n]);
    }
    boolean any = Arrays.stream(correct).anyMatch(c -> c > 0);
    double score = any ? penalty * Math.exp(logSum / ORDER) : 0;
    return new Bleu(score, precisions, penalty, length, referenceLength);
  }

  private static Map<List<String>, Integer> ngrams(String[] tokens, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= tokens.length; i++) {
      counts.merge(List.of(Arrays.copyOfRange(tokens, i, i + n)), 1, Integer::sum);
    }
    return counts;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "BLEU|%s = %.2f %.1f/%.1f/%.1f/%.1f (BP = %.3f ratio = %.3f hyp_len = %d ref_len = %d)",
        SIGNATURE,
        score,
        precisions[0],
        precisions[1],
        precisions[2],
        precisions[3],
        brevityPenalty,
        (double) length / referenceLength,
        length,
        referenceLength);
  }
}
