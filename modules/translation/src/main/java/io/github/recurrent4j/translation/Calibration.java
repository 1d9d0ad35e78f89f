package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.metrics.Chrf;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Fits a model's {@link Confidence} to pairs of texts, and shows how far it can be relied on.
 *
 * @param confidence what was fitted, to half of the pairs
 * @param bins ten groups of the other half, by confidence
 * @param error mean distance between confidence and chrF over the groups, weighted by size
 */
public record Calibration(Confidence confidence, List<Bin> bins, double error) {
  private static final int BINS = 10;

  /**
   * Pairs of similar confidence.
   *
   * @param confidence their mean confidence
   * @param reached their mean chrF, in [0, 1]
   * @param pairs how many they are
   */
  public record Bin(double confidence, double reached, int pairs) {}

  /** Translates the pairs' sources, fits on every other pair and measures on the rest. */
  public static Calibration of(
      Translator translator, List<TextPair> pairs, TranslationOptions options) {
    List<Translation> found =
        translator.translate(pairs.stream().map(TextPair::source).toList(), options);
    List<double[]> features = new ArrayList<>();
    List<Double> reached = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      // What was not translated has no evidence.
      if (found.get(i).evidence().length > 0) {
        features.add(found.get(i).evidence());
        reached.add(
            Chrf.of(List.of(found.get(i).text()), List.of(pairs.get(i).target())).score() / 100);
      }
    }
    return of(features, reached.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static Calibration of(List<double[]> features, double[] reached) {
    List<double[]> fitted = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    List<Bin> rest = new ArrayList<>();
    for (int i = 0; i < reached.length; i += 2) {
      fitted.add(features.get(i));
      targets.add(reached[i]);
    }
    Confidence confidence =
        Confidence.fit(fitted, targets.stream().mapToDouble(Double::doubleValue).toArray());
    for (int i = 1; i < reached.length; i += 2) {
      rest.add(new Bin(confidence.of(features.get(i)), reached[i], 1));
    }
    rest.sort(Comparator.comparingDouble(Bin::confidence));
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int b = 0; b < BINS; b++) {
      List<Bin> bin = rest.subList(b * rest.size() / BINS, (b + 1) * rest.size() / BINS);
      if (!bin.isEmpty()) {
        double sure = bin.stream().mapToDouble(Bin::confidence).average().orElse(0);
        double was = bin.stream().mapToDouble(Bin::reached).average().orElse(0);
        bins.add(new Bin(sure, was, bin.size()));
        error += Math.abs(sure - was) * bin.size() / rest.size();
      }
    }
    return new Calibration(confidence, bins, error);
  }

  /** The groups as a table. */
  public String table() {
    StringBuilder table = new StringBuilder("confidence\tchrF\tpairs\n");
    for (Bin bin : bins) {
      table.append(
          String.format(Locale.ROOT, "%.3f\t%.3f\t%d%n", bin.confidence, bin.reached, bin.pairs));
    }
    return table.toString();
  }
}
