package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.ChartTheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** Shows which source tokens each target token attended to, as text and as a picture. */
public final class AttentionPlot {
  private static final int CELL = 42;
  private static final int MARGIN = 190;

  private AttentionPlot() {}

  /** One line for each target token: the token, and its two strongest source tokens. */
  public static String text(Translation translation) {
    StringBuilder out = new StringBuilder();
    for (int t = 0; t < translation.attention().length; t++) {
      float[] row = translation.attention()[t];
      List<Integer> order = new ArrayList<>();
      for (int s = 0; s < row.length; s++) {
        order.add(s);
      }
      order.sort((a, b) -> Float.compare(row[b], row[a]));
      out.append(String.format(Locale.ROOT, "  %-14s", shown(translation.targetTokens().get(t))));
      for (int s : order.subList(0, Math.min(2, order.size()))) {
        out.append(
            String.format(
                Locale.ROOT, "  %s %.2f", shown(translation.sourceTokens().get(s)), row[s]));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String shown(String token) {
    return token.replace('\u2581', '_');
  }

  /** Draws the attention of a translation as a heat map in a PNG. */
  public static void write(Translation translation, Path file) {
    ChartTheme.write(chart(translation), file);
  }

  /** The heat map, for notebooks and other pages. */
  public static HeatMapChart chart(Translation translation) {
    List<String> columns = numbered(translation.sourceTokens());
    List<String> rows = numbered(translation.targetTokens());
    Collections.reverse(rows);
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(MARGIN + CELL * columns.size() + 60)
            .height(MARGIN + CELL * rows.size())
            .title("attention")
            .xAxisTitle("source")
            .yAxisTitle("target")
            .build();
    ChartTheme.weights(chart).getStyler().setMin(0).setMax(1);
    chart.getStyler().setXAxisLabelRotation(60);
    List<Number[]> cells = new ArrayList<>();
    for (int t = 0; t < rows.size(); t++) {
      for (int s = 0; s < columns.size(); s++) {
        cells.add(new Number[] {s, rows.size() - 1 - t, translation.attention()[t][s]});
      }
    }
    chart.addSeries("weight", columns, rows, cells);
    return chart;
  }

  /** Axis labels must differ: a token that comes again gets spaces behind it. */
  private static List<String> numbered(List<String> tokens) {
    List<String> labels = new ArrayList<>();
    for (String token : tokens) {
      String label = shown(token);
      while (labels.contains(label)) {
        label += " ";
      }
      labels.add(label);
    }
    return labels;
  }
}
