package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.Labels;
import java.util.Locale;

/**
 * What a text was classified as.
 *
 * @param text the text
 * @param probabilities of each class; of sentiment these are negative, neutral and positive
 * @param labels the classes
 */
public record Sentiment(String text, double[] probabilities, Labels labels) {

  /** Of classes that have numbers; three are negative, neutral and positive. */
  public Sentiment(String text, double[] probabilities) {
    this(text, probabilities, Labels.numbered(probabilities.length));
  }

  /** Number of the likeliest class. */
  public int label() {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return best;
  }

  /** Name of the likeliest class, such as negative, neutral or positive. */
  public String name() {
    return labels.name(label());
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
