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
 * @param precisions of 1- to 4-grams, in per cent, smoothed; all 0 where nothing matches
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
      String[] hypothesis = Tokenizer13a.tokenize(WhiteSpace.stripEnd(output.get(i)));
      String[] reference = Tokenizer13a.tokenize(WhiteSpace.stripEnd(references.get(i)));
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
    if (Arrays.stream(correct).allMatch(c -> c == 0)) {
      // Where nothing matches there is nothing to smooth: all precisions are 0.
      return new Bleu(0, precisions, penalty, length, referenceLength);
    }
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
    double score = penalty * Math.exp(logSum / ORDER);
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
        "BLEU|%s = %s %s/%s/%s/%s (BP = %s ratio = %s hyp_len = %d ref_len = %d)",
        SIGNATURE,
        Decimals.of(score, 2),
        Decimals.of(precisions[0], 1),
        Decimals.of(precisions[1], 1),
        Decimals.of(precisions[2], 1),
        Decimals.of(precisions[3], 1),
        Decimals.of(brevityPenalty, 3),
        Decimals.of(referenceLength == 0 ? 0 : (double) length / referenceLength, 3),
        length,
        referenceLength);
  }
}
