package io.github.recurrent4j.captioning;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What can be said of a picture without learning: the least that a captioner has to beat. */
public final class Baselines {
  private Baselines() {}

  /** The caption that occurs most often; of several the first by the alphabet. */
  public static CaptionEvaluation.Source mostFrequent(List<CaptionExample> known) {
    return (examples, language) -> {
      Map<String, Long> counts =
          known.stream()
              .map(e -> e.captions().get(language))
              .filter(c -> !c.isEmpty())
              .collect(Collectors.groupingBy(c -> c, Collectors.counting()));
      String best =
          counts.entrySet().stream()
              .min(
                  Comparator.<Map.Entry<String, Long>>comparingLong(e -> -e.getValue())
                      .thenComparing(Map.Entry::getKey))
              .map(Map.Entry::getKey)
              .orElse("");
      return examples.stream().map(e -> best).toList();
    };
  }

  /**
   * The caption of the known example that is nearest, by the squares of the differences of all
   * values, pixels or features.
   */
  public static CaptionEvaluation.Source nearest(List<CaptionExample> known, CaptionShape shape) {
    List<float[]> values = known.stream().map(e -> e.input().grid(shape).values()).toList();
    return (examples, language) ->
        examples.parallelStream()
            .map(e -> nearest(e.input().grid(shape).values(), known, values, language))
            .toList();
  }

  private static String nearest(
      float[] wanted, List<CaptionExample> known, List<float[]> values, int language) {
    double best = Double.POSITIVE_INFINITY;
    int found = -1;
    for (int i = 0; i < known.size(); i++) {
      if (!known.get(i).captions().get(language).isEmpty()) {
        double distance = distance(wanted, values.get(i), best);
        if (distance < best) {
          best = distance;
          found = i;
        }
      }
    }
    return found < 0 ? "" : known.get(found).captions().get(language);
  }

  /** Squared distance, or something past {@code enough}. */
  private static double distance(float[] a, float[] b, double enough) {
    double sum = 0;
    for (int i = 0; i < a.length && sum < enough; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
