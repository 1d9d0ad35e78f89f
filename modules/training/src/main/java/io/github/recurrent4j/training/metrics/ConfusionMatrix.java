package io.github.recurrent4j.training.metrics;

/**
 * How often each class was taken for which, and the scores that follow, as scikit-learn computes
 * them: a class that was never predicted (or never comes) has precision (or recall) 0.
 *
 * @param counts [true class][predicted class]
 */
public record ConfusionMatrix(int[][] counts) {

  /** Counts predictions; both arrays hold classes from 0 to {@code classes} - 1. */
  public static ConfusionMatrix of(int[] expected, int[] predicted, int classes) {
    if (expected.length != predicted.length || expected.length == 0) {
      throw new IllegalArgumentException(
          predicted.length + " predictions for " + expected.length + " examples");
    }
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < expected.length; i++) {
      counts[expected[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(counts);
  }

  private int row(int c) {
    int sum = 0;
    for (int n : counts[c]) {
      sum += n;
    }
    return sum;
  }

  private int column(int c) {
    int sum = 0;
    for (int[] row : counts) {
      sum += row[c];
    }
    return sum;
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** Part of the predictions that are right. */
  public double accuracy() {
    int right = 0;
    int all = 0;
    for (int c = 0; c < counts.length; c++) {
      right += counts[c][c];
      all += row(c);
    }
    return ratio(right, all);
  }

  /** Part of a class that was found. */
  public double recall(int c) {
    return ratio(counts[c][c], row(c));
  }

  /** Part of the predictions of a class that are right. */
  public double precision(int c) {
    return ratio(counts[c][c], column(c));
  }

  /** Harmonic mean of precision and recall of a class. */
  public double f1(int c) {
    return ratio(2.0 * counts[c][c], row(c) + column(c));
  }

  /** Mean of the classes' recalls: TweetEval's score for sentiment. */
  public double macroRecall() {
    double sum = 0;
    for (int c = 0; c < counts.length; c++) {
      sum += recall(c);
    }
    return sum / counts.length;
  }

  /** Mean of the classes' F1: XLM-T's score. */
  public double macroF1() {
    double sum = 0;
    for (int c = 0; c < counts.length; c++) {
      sum += f1(c);
    }
    return sum / counts.length;
  }
}
