package io.github.recurrent4j.sentiment;

import java.util.List;
import java.util.Locale;

/**
 * What a text was classified as.
 *
 * @param text the text
 * @param probabilities of each class; of three these are negative, neutral and positive
 */
public record Sentiment(String text, double[] probabilities) {
  private static final List<String> NAMES = List.of("negative", "neutral", "positive");

  /** Number of the likeliest class. */
  public int label() {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return best;
  }

  /** Name of the likeliest class: negative, neutral or positive, or its number. */
  public String name() {
    return name(label(), probabilities.length);
  }

  /** Name of a class. */
  public static String name(int label, int classes) {
    return classes == NAMES.size() ? NAMES.get(label) : Integer.toString(label);
  }

  /** One line: label, probabilities and text, with tabs between them. */
  public String line() {
    StringBuilder out = new StringBuilder(name());
    for (double p : probabilities) {
      out.append(String.format(Locale.ROOT, "\t%.4f", p));
    }
    return out.append('\t').append(text.replaceAll("[\\t\\n\\r]", " ")).toString();
  }
}
