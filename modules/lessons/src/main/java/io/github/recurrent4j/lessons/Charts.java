package io.github.recurrent4j.lessons;

import io.github.recurrent4j.training.ChartTheme;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts of the lessons, for notebooks and files. */
public final class Charts {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final int LABELS = 9;

  private Charts() {}

  /**
   * Lines over a common axis.
   *
   * @param logarithmic whether the decimal logarithm of y is drawn
   * @param lines by name, each with its x and its y values
   */
  public static XYChart lines(
      String title, String x, String y, boolean logarithmic, Map<String, double[][]> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(logarithmic ? "log10 of " + y : y)
            .build();
    ChartTheme.lines(chart).getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setXAxisMaxLabelCount(LABELS);
    chart.getStyler().setYAxisTickMarkSpacingHint(50);
    lines.forEach(
        (name, xy) -> {
          // XChart's own logarithmic axis draws a line for each ninth of each power.
          double[] values =
              logarithmic ? java.util.Arrays.stream(xy[1]).map(Math::log10).toArray() : xy[1];
          XYSeries series = chart.addSeries(name, xy[0], values);
          series.setMarker(xy[0].length > 30 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        });
    return chart;
  }

  /**
   * Values of units over a sequence: a column for each token, a row for each unit.
   *
   * @param values [time][units]
   */
  public static HeatMapChart heatMap(
      String title, List<String> tokens, double[][] values, int units, double min, double max) {
    List<String> rows = new ArrayList<>();
    List<Number[]> cells = new ArrayList<>();
    for (int u = 0; u < units; u++) {
      rows.add(String.valueOf(u));
      for (int t = 0; t < tokens.size(); t++) {
        cells.add(new Number[] {t, u, values[t][u]});
      }
    }
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(Math.max(WIDTH, 120 + 18 * tokens.size()))
            .height(140 + 11 * units)
            .title(title)
            .xAxisTitle("read so far")
            .yAxisTitle("unit")
            .build();
    ChartTheme.signed(chart).getStyler().setMin(min).setMax(max);
    // No taller than the chart of a few units.
    chart.getStyler().setGradientColorColumnHeight(Math.min(200, 50 + 11 * units));
    chart.addSeries("value", different(tokens), rows, cells);
    return chart;
  }

  /** Labels of an axis must differ: one that comes again gets spaces behind it. */
  private static List<String> different(List<String> labels) {
    List<String> all = new ArrayList<>();
    for (String label : labels) {
      String next = label.isBlank() ? "_" : label;
      while (all.contains(next)) {
        next += " ";
      }
      all.add(next);
    }
    return all;
  }

  /** A chart as a picture, which a notebook shows. */
  public static BufferedImage image(Chart<?, ?> chart) {
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Writes a chart as a PNG. */
  public static void write(Chart<?, ?> chart, Path file) {
    ChartTheme.write(chart, file);
  }
}
