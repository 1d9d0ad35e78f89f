package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.ChartTheme;
import io.github.recurrent4j.training.metrics.ConfusionMatrix;
import io.github.recurrent4j.vectorization.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** Draws a confusion matrix. */
public final class ConfusionPlot {
  private ConfusionPlot() {}

  /** Writes the matrix as a PNG: a row for each true class, from top to bottom. */
  public static void write(ConfusionMatrix matrix, Labels labels, Path file) {
    int classes = matrix.counts().length;
    List<String> names = labels.names();
    List<String> rows = new ArrayList<>(names);
    Collections.reverse(rows);
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(640)
            .height(520)
            .title("Confusion")
            .xAxisTitle("predicted")
            .yAxisTitle("true")
            .build();
    ChartTheme.counts(chart).getStyler().setMin(0);
    List<Number[]> cells = new ArrayList<>();
    for (int row = 0; row < classes; row++) {
      for (int column = 0; column < classes; column++) {
        cells.add(new Number[] {column, row, matrix.counts()[classes - 1 - row][column]});
      }
    }
    chart.addSeries("texts", names, rows, cells);
    ChartTheme.write(chart, file);
  }
}
