package io.github.recurrent4j.lessons;

import io.github.recurrent4j.search.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Scores of trials that differ in their seed alone, put together. */
public final class Groups {
  private Groups() {}

  /**
   * A group's scores.
   *
   * @param count seeds
   * @param mean mean score
   * @param deviation standard deviation over seeds (n − 1); NaN for one seed
   * @param halfWidth half of the 95 % confidence interval of the mean (Student's t)
   */
  public record Summary(long count, double mean, double deviation, double halfWidth) {
    @Override
    public String toString() {
      return count < 2
          ? String.format(Locale.ROOT, "%.4f (one seed)", mean)
          : String.format(Locale.ROOT, "%.4f ± %.4f (n = %d)", mean, halfWidth, count);
    }
  }

  /** Mean and confidence of the scores, by the value of one parameter. */
  public static Map<Object, Summary> by(String parameter, List<Trial> trials) {
    Map<Object, SummaryStatistics> groups = new LinkedHashMap<>();
    for (Trial t : trials) {
      if (t.status() != Trial.Status.FAILED) {
        groups
            .computeIfAbsent(t.values().get(parameter), k -> new SummaryStatistics())
            .addValue(t.score());
      }
    }
    Map<Object, Summary> summaries = new LinkedHashMap<>();
    groups.forEach((value, scores) -> summaries.put(value, summary(scores)));
    return summaries;
  }

  /** Mean and confidence of scores. */
  public static Summary summary(double... scores) {
    SummaryStatistics s = new SummaryStatistics();
    for (double score : scores) {
      s.addValue(score);
    }
    return summary(s);
  }

  private static Summary summary(SummaryStatistics s) {
    double half =
        s.getN() < 2
            ? Double.NaN
            : new TDistribution(s.getN() - 1.0).inverseCumulativeProbability(0.975)
                * s.getStandardDeviation()
                / Math.sqrt(s.getN());
    return new Summary(
        s.getN(), s.getMean(), s.getN() < 2 ? Double.NaN : s.getStandardDeviation(), half);
  }
}
