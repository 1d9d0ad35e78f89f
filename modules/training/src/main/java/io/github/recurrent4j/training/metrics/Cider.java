package io.github.recurrent4j.training.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr of captions (Vedantam et al., 2015) as coco-caption computes it: similarity of n-grams of 1
 * to 4 words, each weighed by how rare it is among the references, clipped and with a penalty for
 * another length (the paper's CIDEr-D), times ten. References of the corpus that is scored are what
 * rarity is counted in, so that scores of different corpora do not compare.
 */
public final class Cider {
  private static final double SIGMA = 6;
  private static final double SCALE = 10;

  private final Map<List<String>, Integer> documents = new HashMap<>();
  private final double logCount;

  private Cider(List<List<String>> references) {
    for (List<String> each : references) {
      Set<List<String>> seen = new HashSet<>();
      each.forEach(
          r -> CaptionWords.ngrams(CaptionWords.of(r)).forEach(n -> seen.addAll(n.keySet())));
      seen.forEach(ngram -> documents.merge(ngram, 1, Integer::sum));
    }
    logCount = Math.log(references.size());
  }

  /**
   * The mean over all captions.
   *
   * @param outputs captions
   * @param references of each
   * @return a score from 0 to 10
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  public static double of(List<String> outputs, List<List<String>> references) {
    double sum = 0;
    for (double score : each(outputs, references)) {
      sum += score;
    }
    return sum / outputs.size();
  }

  /** The score of each caption. */
  public static double[] each(List<String> outputs, List<List<String>> references) {
    CaptionWords.check(outputs, references);
    Cider cider = new Cider(references);
    double[] scores = new double[outputs.size()];
    for (int i = 0; i < scores.length; i++) {
      Vectors output = cider.new Vectors(outputs.get(i));
      double sum = 0;
      for (String reference : references.get(i)) {
        sum += output.similarity(cider.new Vectors(reference));
      }
      scores[i] = SCALE * sum / references.get(i).size();
    }
    return scores;
  }

  /** A text's n-grams by their weights. */
  private final class Vectors {
    final List<Map<List<String>, Double>> weights = new ArrayList<>();
    final double[] norms = new double[CaptionWords.ORDER];

    /** Counted in bigrams, as there. */
    int length;

    Vectors(String text) {
      List<Map<List<String>, Integer>> counts = CaptionWords.ngrams(CaptionWords.of(text));
      for (int n = 0; n < CaptionWords.ORDER; n++) {
        Map<List<String>, Double> vector = new HashMap<>();
        double squares = 0;
        for (Map.Entry<List<String>, Integer> e : counts.get(n).entrySet()) {
          double rarity = logCount - Math.log(Math.max(1, documents.getOrDefault(e.getKey(), 0)));
          vector.put(e.getKey(), e.getValue() * rarity);
          squares += Math.pow(e.getValue() * rarity, 2);
          length += n == 1 ? e.getValue() : 0;
        }
        norms[n] = Math.sqrt(squares);
        weights.add(vector);
      }
    }

    double similarity(Vectors reference) {
      double sum = 0;
      for (int n = 0; n < CaptionWords.ORDER; n++) {
        Map<List<String>, Double> theirs = reference.weights.get(n);
        double value = 0;
        for (Map.Entry<List<String>, Double> e : weights.get(n).entrySet()) {
          double other = theirs.getOrDefault(e.getKey(), 0.0);
          value += Math.min(e.getValue(), other) * other;
        }
        if (norms[n] != 0 && reference.norms[n] != 0) {
          value /= norms[n] * reference.norms[n];
        }
        sum += value;
      }
      double delta = length - reference.length;
      return sum / CaptionWords.ORDER * Math.exp(-delta * delta / (2 * SIGMA * SIGMA));
    }
  }
}
