package io.github.recurrent4j.search;

import java.util.List;

/**
 * Stops hopeless candidates: those whose best validation so far is worse than the median of what
 * the others had reached after the same time (the median stopping rule of Golovin et al., 2017,
 * "Google Vizier", with best instead of average figures).
 */
final class MedianRule {
  private static final int LEAST_OTHERS = 4;

  private final boolean lowerIsBetter;
  private final double graceMinutes;

  /**
   * A rule.
   *
   * @param graceMinutes minutes that every candidate gets
   */
  MedianRule(boolean lowerIsBetter, double graceMinutes) {
    this.lowerIsBetter = lowerIsBetter;
    this.graceMinutes = graceMinutes;
  }

  /** Whether a candidate that has {@code best} after {@code minutes} should stop. */
  boolean hopeless(double minutes, double best, List<Trial> others) {
    if (minutes < graceMinutes || Double.isNaN(best)) {
      return false;
    }
    double[] figures =
        others.stream()
            .filter(Trial::scored)
            .mapToDouble(t -> best(t, minutes))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (figures.length < LEAST_OTHERS) {
      return false;
    }
    double median = (figures[(figures.length - 1) / 2] + figures[figures.length / 2]) / 2;
    return lowerIsBetter ? best > median : best < median;
  }

  private double best(Trial trial, double minutes) {
    double best = Double.NaN;
    for (double[] point : trial.curve()) {
      if (point[0] <= minutes && (Double.isNaN(best) || better(point[1], best))) {
        best = point[1];
      }
    }
    return best;
  }

  private boolean better(double a, double b) {
    return lowerIsBetter ? a < b : a > b;
  }
}
