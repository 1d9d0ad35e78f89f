package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How good a translation probably is: an estimate of its chrF against a human's, in [0, 1]. A
 * logistic regression on what the search knows of it (probability, coverage, faults, lengths),
 * fitted on pairs with {@code ./r4j translation calibrate}.
 */
public final class Confidence {
  private static final String HEADER = "recurrent4j-confidence 1";
  private static final String RESOURCE = "confidence.txt";
  static final int FEATURES = 7;
  private static final int STEPS = 4000;
  private static final double RATE = 0.5;

  private final double[] weights;

  private Confidence(double[] weights) {
    this.weights = weights;
  }

  /** The one that is used for models that bring none of their own. */
  public static Confidence standard() {
    try (InputStream in = Confidence.class.getResourceAsStream(RESOURCE)) {
      return fromText(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the estimate stands on. */
  static double[] features(Outcome outcome, int sourceWords, int targetWords) {
    double length = Math.log1p(sourceWords);
    double ratio = Math.abs(Math.log((1.0 + targetWords) / (1.0 + sourceWords)));
    double mean = Math.max(-4, outcome.meanLogProbability());
    return new double[] {
      1, mean, outcome.coverage(), Math.min(3, outcome.faults().sum()), length, ratio, mean * length
    };
  }

  /** The estimate, in [0, 1]. */
  double of(double[] features) {
    double sum = 0;
    for (int i = 0; i < FEATURES; i++) {
      sum += weights[i] * features[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /**
   * Fits the weights so that estimates come close to what was reached, by gradient descent on the
   * cross-entropy.
   *
   * @param features of each sentence
   * @param reached chrF of each, in [0, 1]
   */
  static Confidence fit(List<double[]> features, double[] reached) {
    double[] scale = new double[FEATURES];
    for (double[] f : features) {
      for (int i = 0; i < FEATURES; i++) {
        scale[i] = Math.max(scale[i], Math.abs(f[i]));
      }
    }
    double[] w = new double[FEATURES];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[FEATURES];
      for (int n = 0; n < reached.length; n++) {
        double[] f = features.get(n);
        double sum = 0;
        for (int i = 0; i < FEATURES; i++) {
          sum += scale[i] == 0 ? 0 : w[i] * f[i] / scale[i];
        }
        double error = 1 / (1 + Math.exp(-sum)) - reached[n];
        for (int i = 0; i < FEATURES; i++) {
          gradient[i] += scale[i] == 0 ? 0 : error * f[i] / scale[i] / reached.length;
        }
      }
      for (int i = 0; i < FEATURES; i++) {
        w[i] -= RATE * 4 * gradient[i];
      }
    }
    for (int i = 0; i < FEATURES; i++) {
      w[i] = scale[i] == 0 ? 0 : w[i] / scale[i];
    }
    return new Confidence(w);
  }

  /** A stable text that {@link #fromText} reads. */
  public String toText() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (double w : weights) {
      text.append(String.format(Locale.ROOT, "%.6f%n", w));
    }
    return text.toString();
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws BadInputException if it is something else
   */
  public static Confidence fromText(String text) {
    String[] lines = text.strip().split("\\R");
    if (lines.length != FEATURES + 1 || !lines[0].equals(HEADER)) {
      throw new BadInputException("the model's confidence is damaged: calibrate it again");
    }
    try {
      double[] weights = Arrays.stream(lines).skip(1).mapToDouble(Double::parseDouble).toArray();
      if (!Arrays.stream(weights).allMatch(Double::isFinite)) {
        throw new NumberFormatException("not finite");
      }
      return new Confidence(weights);
    } catch (NumberFormatException e) {
      throw new BadInputException("the model's confidence is damaged: calibrate it again", e);
    }
  }
}
