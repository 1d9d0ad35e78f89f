package io.github.recurrent4j.training;

import io.github.recurrent4j.vectorization.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.nio.file.Path;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** How all charts of the suite look: dark on white, thin grey lines, blue and orange. */
public final class ChartTheme {
  /** What is measured. */
  public static final Color BLUE = new Color(0x1d4ed8);

  /** What it is held against. */
  public static final Color ORANGE = new Color(0xc2410c);

  /** What would be at best, and other aids. */
  public static final Color GREY = new Color(0x9ca3af);

  /** Blue that dark numbers can be read on. */
  private static final Color LIGHT_BLUE = new Color(0x93b4f5);

  private static final Color INK = new Color(0x1f2937);
  private static final Color GRID = new Color(0xe5e7eb);
  private static final Color[] SERIES = {
    BLUE, ORANGE, new Color(0x15803d), new Color(0x7e22ce), new Color(0x0891b2), new Color(0xa16207)
  };

  private ChartTheme() {}

  /** Lines over a common axis. */
  public static XYChart lines(XYChart chart) {
    common(chart.getStyler());
    chart.getStyler().setSeriesColors(SERIES);
    chart.getStyler().setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
    return chart;
  }

  /** Weights from 0 on, without numbers: white to blue. */
  public static HeatMapChart weights(HeatMapChart chart) {
    return heatMap(chart, false, Color.WHITE, BLUE);
  }

  /** Values on both sides of 0, without numbers: blue, white, orange. */
  public static HeatMapChart signed(HeatMapChart chart) {
    return heatMap(chart, false, BLUE, Color.WHITE, ORANGE);
  }

  /** Counts, each with its number. */
  public static HeatMapChart counts(HeatMapChart chart) {
    chart.getStyler().setHeatMapValueDecimalPattern("0").setValueFontColor(INK);
    chart.getStyler().setValueFont(font(Font.BOLD, 16));
    return heatMap(chart, true, Color.WHITE, LIGHT_BLUE);
  }

  private static HeatMapChart heatMap(HeatMapChart chart, boolean numbers, Color... colors) {
    common(chart.getStyler());
    chart.getStyler().setShowValue(numbers).setRangeColors(colors);
    chart.getStyler().setPlotGridLinesVisible(false);
    return chart;
  }

  private static void common(AxesChartStyler style) {
    style.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
    style.setChartFontColor(INK).setPlotBorderColor(GRID).setLegendBorderColor(Color.WHITE);
    style.setChartTitleFont(font(Font.BOLD, 15)).setLegendFont(font(Font.PLAIN, 12));
    style.setAxisTitleFont(font(Font.PLAIN, 13)).setAxisTickLabelsFont(font(Font.PLAIN, 12));
    style.setAxisTickLabelsColor(INK).setAxisTickMarksColor(GREY);
    style.setXAxisTitleColor(INK).setYAxisTitleColor(INK);
  }

  private static Font font(int weight, int size) {
    return new Font(Font.SANS_SERIF, weight, size);
  }

  /** Writes a chart as a PNG. */
  public static void write(Chart<?, ?> chart, Path file) {
    AtomicFile.write(file, out -> BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG));
  }
}
