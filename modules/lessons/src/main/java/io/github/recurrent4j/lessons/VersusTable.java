package io.github.recurrent4j.lessons;

import io.github.recurrent4j.search.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/** What a comparison found, as lines of text and of a chart. */
public final class VersusTable {
  private static final int MINUTES = 0;
  private static final int FIGURE = 1;
  private static final int TOKENS_PER_SECOND = 2;
  private static final int EPOCHS = 3;
  private static final double MICROS = 1e6;

  private VersusTable() {}

  /** A row for each value, then the difference of each to the first, paired by seed. */
  public static String of(String scoreName, Map<Versus.Variant, List<Trial>> trials) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "%-10s %12s %10s %8s %8s   %s%n",
            "", "parameters", "us/token", "epochs", "minutes", scoreName));
    List<Trial> first = trials.values().iterator().next();
    trials.forEach(
        (variant, all) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "%-10s %12d %10.1f %8.2f %8.2f   %s%n",
                    variant.name(),
                    variant.parameters(),
                    MICROS / median(all, TOKENS_PER_SECOND),
                    last(all, EPOCHS),
                    last(all, MINUTES),
                    Groups.summary(scores(all)))));
    trials.forEach(
        (variant, all) -> {
          if (all != first) {
            double[] a = scores(all);
            double[] b = scores(first);
            out.append(
                String.format(
                    Locale.ROOT,
                    "%s - %s, seed by seed: %s%n",
                    variant.name(),
                    trials.keySet().iterator().next().name(),
                    Groups.summary(
                        IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray())));
          }
        });
    return out.toString();
  }

  /** Validations over time, means over the seeds. */
  public static Map<String, double[][]> curves(Map<Versus.Variant, List<Trial>> trials) {
    Map<String, double[][]> lines = new LinkedHashMap<>();
    trials.forEach(
        (variant, all) -> {
          int points = all.stream().mapToInt(t -> t.curve().size()).min().orElseThrow();
          double[][] xy = new double[2][points];
          for (int i = 0; i < points; i++) {
            for (Trial t : all) {
              xy[0][i] += t.curve().get(i)[MINUTES] / all.size();
              xy[1][i] += t.curve().get(i)[FIGURE] / all.size();
            }
          }
          lines.put(variant.name(), xy);
        });
    return lines;
  }

  private static double[] scores(List<Trial> trials) {
    return trials.stream().mapToDouble(Trial::score).toArray();
  }

  private static double median(List<Trial> trials, int column) {
    List<Double> all = new ArrayList<>();
    trials.forEach(t -> t.curve().forEach(point -> all.add(point[column])));
    return StatUtils.percentile(all.stream().mapToDouble(v -> v).toArray(), 50);
  }

  private static double last(List<Trial> trials, int column) {
    return trials.stream()
        .mapToDouble(t -> t.curve().get(t.curve().size() - 1)[column])
        .average()
        .orElseThrow();
  }
}
