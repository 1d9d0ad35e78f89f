package io.github.recurrent4j.training.metrics;

import java.util.List;
import java.util.Map;

/**
 * BLEU of captions (Papineni et al., 2002) as coco-caption computes it: over the whole corpus, with
 * any number of references, of which the one closest in length counts for brevity.
 */
public final class CaptionBleu {
  private static final double TINY = 1e-15;
  private static final double SMALL = 1e-9;

  private CaptionBleu() {}

  /**
   * BLEU of 1 to {@code order} words.
   *
   * @param outputs captions
   * @param references of each
   * @param order longest n-grams, 1 to 4
   * @return a score from 0 to 1
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  public static double of(List<String> outputs, List<List<String>> references, int order) {
    CaptionWords.check(outputs, references);
    double[] correct = new double[CaptionWords.ORDER];
    double[] guessed = new double[CaptionWords.ORDER];
    double length = 0;
    double referenceLength = 0;
    for (int i = 0; i < outputs.size(); i++) {
      List<String> words = CaptionWords.of(outputs.get(i));
      List<List<String>> expected = references.get(i).stream().map(CaptionWords::of).toList();
      length += words.size();
      referenceLength += closest(words.size(), expected);
      List<List<Map<List<String>, Integer>>> counts =
          expected.stream().map(CaptionWords::ngrams).toList();
      List<Map<List<String>, Integer>> own = CaptionWords.ngrams(words);
      for (int n = 0; n < CaptionWords.ORDER; n++) {
        int at = n;
        guessed[n] += Math.max(0, words.size() - n);
        for (Map.Entry<List<String>, Integer> e : own.get(n).entrySet()) {
          int most =
              counts.stream().mapToInt(c -> c.get(at).getOrDefault(e.getKey(), 0)).max().orElse(0);
          correct[n] += Math.min(e.getValue(), most);
        }
      }
    }
    double product = 1;
    for (int n = 0; n < order; n++) {
      product *= (correct[n] + TINY) / (guessed[n] + SMALL);
    }
    double ratio = (length + TINY) / (referenceLength + SMALL);
    return Math.pow(product, 1.0 / order) * (ratio < 1 ? Math.exp(1 - 1 / ratio) : 1);
  }

  /** The length nearest to another; of two as near, the shorter. */
  private static int closest(int length, List<List<String>> references) {
    int best = references.get(0).size();
    for (List<String> reference : references) {
      int difference = Math.abs(reference.size() - length) - Math.abs(best - length);
      if (difference < 0 || (difference == 0 && reference.size() < best)) {
        best = reference.size();
      }
    }
    return best;
  }
}
