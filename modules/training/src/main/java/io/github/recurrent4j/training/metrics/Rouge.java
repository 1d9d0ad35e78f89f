package io.github.recurrent4j.training.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L (Lin, 2004) with one reference, as the Python package rouge-score
 * computes them: tokens are runs of a to z and digits in the text in small letters, those of more
 * than three signs stemmed where that is wanted; figures are means over the texts.
 *
 * @param one single words
 * @param two pairs of words
 * @param longest longest common subsequence, of the whole text
 * @param stemmed whether words were stemmed
 */
public record Rouge(Score one, Score two, Score longest, boolean stemmed) {
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final int SHORT = 3;

  /**
   * Means over texts, each 0 to 100.
   *
   * @param precision matches among the output's
   * @param recall matches among the reference's
   * @param f1 mean of the harmonic means, which is not the harmonic mean of the means
   */
  public record Score(double precision, double recall, double f1) {
    private static Score of(double matches, double output, double reference) {
      double precision = matches / Math.max(output, 1);
      double recall = matches / Math.max(reference, 1);
      double sum = precision + recall;
      double f1 = sum > 0 ? 2 * precision * recall / sum : 0;
      return new Score(100 * precision, 100 * recall, 100 * f1);
    }

    private Score plus(Score other, double share) {
      return new Score(
          precision + share * other.precision,
          recall + share * other.recall,
          f1 + share * other.f1);
    }
  }

  /**
   * Scores a corpus.
   *
   * @param stemmed whether words are stemmed, as English
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  public static Rouge of(List<String> output, List<String> references, boolean stemmed) {
    if (output.size() != references.size() || output.isEmpty()) {
      throw new IllegalArgumentException(
          output.size() + " outputs for " + references.size() + " references");
    }
    Score none = new Score(0, 0, 0);
    Score one = none;
    Score two = none;
    Score longest = none;
    double share = 1.0 / output.size();
    for (int i = 0; i < output.size(); i++) {
      List<String> given = tokens(output.get(i), stemmed);
      List<String> wanted = tokens(references.get(i), stemmed);
      one = one.plus(ngrams(given, wanted, 1), share);
      two = two.plus(ngrams(given, wanted, 2), share);
      double common = common(given, wanted);
      longest = longest.plus(Score.of(common, given.size(), wanted.size()), share);
    }
    return new Rouge(one, two, longest, stemmed);
  }

  private static List<String> tokens(String text, boolean stemmed) {
    return OTHER
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(token -> !token.isEmpty())
        .map(token -> stemmed && token.length() > SHORT ? PorterStemmer.stem(token) : token)
        .toList();
  }

  private static Score ngrams(List<String> given, List<String> wanted, int n) {
    Map<List<String>, Integer> left = count(wanted, n);
    int matches = 0;
    for (int i = 0; i + n <= given.size(); i++) {
      List<String> gram = given.subList(i, i + n);
      int there = left.getOrDefault(gram, 0);
      if (there > 0) {
        matches++;
        left.put(List.copyOf(gram), there - 1);
      }
    }
    return Score.of(matches, given.size() - n + 1.0, wanted.size() - n + 1.0);
  }

  private static Map<List<String>, Integer> count(List<String> tokens, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= tokens.size(); i++) {
      counts.merge(List.copyOf(tokens.subList(i, i + n)), 1, Integer::sum);
    }
    return counts;
  }

  /** Length of the longest common subsequence. */
  private static int common(List<String> a, List<String> b) {
    int[] row = new int[b.size() + 1];
    for (String token : a) {
      int diagonal = 0;
      for (int j = 1; j <= b.size(); j++) {
        int above = row[j];
        row[j] = token.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.size()];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "ROUGE-1/2/L F1 = %s/%s/%s (%s; P %s/%s/%s, R %s/%s/%s)",
        Decimals.of(one.f1, 2),
        Decimals.of(two.f1, 2),
        Decimals.of(longest.f1, 2),
        stemmed ? "stemmed" : "not stemmed",
        Decimals.of(one.precision, 2),
        Decimals.of(two.precision, 2),
        Decimals.of(longest.precision, 2),
        Decimals.of(one.recall, 2),
        Decimals.of(two.recall, 2),
        Decimals.of(longest.recall, 2));
  }
}
