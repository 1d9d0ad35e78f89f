package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.ChartTheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Whether probabilities mean what they say (Guo et al., 2017, "On Calibration"). */
public final class Calibration {
  private static final int BINS = 10;
  private static final double LOWEST = 0.25;
  private static final double HIGHEST = 4;
  private static final int ROUNDS = 40;

  private Calibration() {}

  /** Confidence and accuracy of the predictions whose confidence lies in one tenth. */
  private record Bin(double confidence, double accuracy, int count) {}

  private static List<Bin> bins(double[][] probabilities, int[] expected) {
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    int[] count = new int[BINS];
    for (int i = 0; i < expected.length; i++) {
      int label = new Sentiment("", probabilities[i]).label();
      double p = probabilities[i][label];
      int bin = Math.min(BINS - 1, (int) (p * BINS));
      confidence[bin] += p;
      right[bin] += label == expected[i] ? 1 : 0;
      count[bin]++;
    }
    List<Bin> result = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (count[b] > 0) {
        result.add(new Bin(confidence[b] / count[b], (double) right[b] / count[b], count[b]));
      }
    }
    return result;
  }

  /** Expected calibration error over ten bins: the mean gap of confidence and accuracy. */
  public static double error(double[][] probabilities, int[] expected) {
    double sum = 0;
    for (Bin bin : bins(probabilities, expected)) {
      sum += bin.count * Math.abs(bin.accuracy - bin.confidence);
    }
    return sum / expected.length;
  }

  /**
   * The temperature that makes the labels likeliest; found by golden-section search, the likelihood
   * having one maximum.
   */
  static double temperature(double[][] probabilities, int[] expected) {
    double ratio = (Math.sqrt(5) - 1) / 2;
    double low = LOWEST;
    double high = HIGHEST;
    for (int i = 0; i < ROUNDS; i++) {
      double a = high - ratio * (high - low);
      double b = low + ratio * (high - low);
      if (nats(probabilities, expected, a) < nats(probabilities, expected, b)) {
        high = b;
      } else {
        low = a;
      }
    }
    return (low + high) / 2;
  }

  private static double nats(double[][] probabilities, int[] expected, double temperature) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      double all = 0;
      for (double p : probabilities[i]) {
        all += Math.pow(p, 1 / temperature);
      }
      sum += Math.log(all) - Math.log(probabilities[i][expected[i]]) / temperature;
    }
    return sum;
  }

  /**
   * What to add to the classes' logits so that the labels are likeliest where each class counts the
   * same, however rare it is. At that maximum the weighted probabilities of each class sum to its
   * weight, which is reached by scaling them in turn.
   *
   * @return a number for each class; their mean is 0
   */
  static double[] evenBias(double[][] probabilities, int[] expected) {
    int classes = probabilities[0].length;
    double[] weights = new double[classes];
    for (int label : expected) {
      weights[label]++;
    }
    int present = 0;
    for (int c = 0; c < classes; c++) {
      present += weights[c] > 0 ? 1 : 0;
      weights[c] = weights[c] > 0 ? 1 / weights[c] : 0;
    }
    double[] bias = new double[classes];
    for (int round = 0; present == classes && round < ROUNDS; round++) {
      double[] mass = new double[classes];
      for (int i = 0; i < expected.length; i++) {
        double[] moved = moved(probabilities[i], bias);
        for (int c = 0; c < classes; c++) {
          mass[c] += weights[expected[i]] * moved[c];
        }
      }
      double mean = 0;
      for (int c = 0; c < classes; c++) {
        bias[c] -= Math.log(mass[c]);
        mean += bias[c] / classes;
      }
      for (int c = 0; c < classes; c++) {
        bias[c] -= mean;
      }
    }
    return bias;
  }

  private static double[] moved(double[] probabilities, double[] bias) {
    double[] result = new double[probabilities.length];
    double sum = 0;
    for (int c = 0; c < result.length; c++) {
      result[c] = probabilities[c] * Math.exp(bias[c]);
      sum += result[c];
    }
    for (int c = 0; c < result.length; c++) {
      result[c] /= sum;
    }
    return result;
  }

  /** Draws accuracy against confidence: a calibrated model lies on the diagonal. */
  public static void write(double[][] probabilities, int[] expected, Path file) {
    XYChart chart =
        new XYChartBuilder()
            .width(560)
            .height(520)
            .title("Reliability")
            .xAxisTitle("confidence")
            .yAxisTitle("accuracy")
            .build();
    ChartTheme.lines(chart);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    XYSeries best = chart.addSeries("calibrated", new double[] {0, 1}, new double[] {0, 1});
    best.setMarker(SeriesMarkers.NONE);
    best.setLineColor(ChartTheme.GREY);
    List<Bin> bins = bins(probabilities, expected);
    XYSeries measured =
        chart.addSeries(
            "this model",
            bins.stream().mapToDouble(Bin::confidence).toArray(),
            bins.stream().mapToDouble(Bin::accuracy).toArray());
    measured.setMarker(SeriesMarkers.CIRCLE);
    measured.setLineColor(ChartTheme.BLUE);
    measured.setMarkerColor(ChartTheme.BLUE);
    ChartTheme.write(chart, file);
  }
}
