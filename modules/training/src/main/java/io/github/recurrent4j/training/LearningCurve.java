package io.github.recurrent4j.training;

import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws training loss and validation figure over the epochs as a PNG. */
public final class LearningCurve {
  private LearningCurve() {}

  /**
   * Draws the points of a training run.
   *
   * @param ownAxis whether the validation figure is no loss and needs an axis of its own
   */
  public static void write(
      List<TrainingState.Point> points, String metric, boolean ownAxis, Path file) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(520)
            .title("Training")
            .xAxisTitle("epoch")
            .yAxisTitle("loss")
            .build();
    ChartTheme.lines(chart).getStyler().setLegendPosition(LegendPosition.InsideNE);
    double[] epochs = points.stream().mapToDouble(TrainingState.Point::epoch).toArray();
    chart
        .addSeries(
            "training loss",
            epochs,
            points.stream().mapToDouble(TrainingState.Point::trainLoss).toArray())
        .setMarker(SeriesMarkers.NONE);
    chart
        .addSeries(
            metric, epochs, points.stream().mapToDouble(TrainingState.Point::validation).toArray())
        .setMarker(SeriesMarkers.CIRCLE)
        .setYAxisGroup(ownAxis ? 1 : 0);
    if (ownAxis) {
      chart.setYAxisGroupTitle(1, metric);
      chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
      chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    }
    ChartTheme.write(chart, file);
  }
}
