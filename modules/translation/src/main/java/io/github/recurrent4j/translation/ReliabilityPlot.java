package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.ChartTheme;
import java.nio.file.Path;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Shows how far a confidence can be relied on: what was reached over what was expected. */
public final class ReliabilityPlot {
  private static final int SIZE = 520;

  private ReliabilityPlot() {}

  /** Draws a calibration's groups, beside the line where they would lie at best, in a PNG. */
  public static void write(Calibration calibration, Path file) {
    ChartTheme.write(chart(calibration), file);
  }

  /** The picture, for notebooks and other pages. */
  public static XYChart chart(Calibration calibration) {
    XYChart chart =
        new XYChartBuilder()
            .width(SIZE)
            .height(SIZE)
            .title("reliability")
            .xAxisTitle("confidence")
            .yAxisTitle("mean chrF / 100")
            .build();
    ChartTheme.lines(chart);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    XYSeries best = chart.addSeries("at best", new double[] {0, 1}, new double[] {0, 1});
    best.setMarker(SeriesMarkers.NONE);
    best.setLineColor(ChartTheme.GREY);
    XYSeries measured =
        chart.addSeries(
            "measured",
            calibration.bins().stream().mapToDouble(Calibration.Bin::confidence).toArray(),
            calibration.bins().stream().mapToDouble(Calibration.Bin::reached).toArray());
    measured.setLineColor(ChartTheme.BLUE);
    measured.setMarkerColor(ChartTheme.BLUE);
    measured.setMarker(SeriesMarkers.CIRCLE);
    return chart;
  }
}
