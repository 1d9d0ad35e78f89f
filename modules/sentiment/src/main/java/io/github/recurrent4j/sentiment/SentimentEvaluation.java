package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.metrics.ConfusionMatrix;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import java.util.List;
import java.util.Locale;

/**
 * A classifier's scores on labelled texts.
 *
 * @param labels the classes
 * @param confusion which class was taken for which
 * @param expected true classes
 * @param probabilities of each class for each text
 * @param seconds time the classification took
 */
public record SentimentEvaluation(
    Labels labels,
    ConfusionMatrix confusion,
    int[] expected,
    double[][] probabilities,
    double seconds) {

  /** Classifies the texts and compares. */
  public static SentimentEvaluation of(SentimentClassifier classifier, List<LabelledText> texts) {
    long before = System.nanoTime();
    List<Sentiment> found = classifier.classify(texts.stream().map(LabelledText::text).toList());
    double seconds = (System.nanoTime() - before) / 1e9;
    int[] expected = texts.stream().mapToInt(LabelledText::label).toArray();
    int[] predicted = found.stream().mapToInt(Sentiment::label).toArray();
    return new SentimentEvaluation(
        classifier.labels(),
        ConfusionMatrix.of(expected, predicted, classifier.shape().classes()),
        expected,
        found.stream().map(Sentiment::probabilities).toArray(double[][]::new),
        seconds);
  }

  /** A table of the classes, and the scores over all. */
  public String table() {
    StringBuilder out = new StringBuilder();
    int classes = confusion.counts().length;
    int width = labels.names().stream().mapToInt(String::length).max().orElse(0);
    String first = "%-" + Math.max(10, width + 1) + "s";
    out.append(
        String.format(first + "%10s%10s%10s%10s%n", "", "precision", "recall", "F1", "texts"));
    for (int c = 0; c < classes; c++) {
      int texts = 0;
      for (int n : confusion.counts()[c]) {
        texts += n;
      }
      out.append(
          String.format(
              Locale.ROOT,
              first + "%10.4f%10.4f%10.4f%10d%n",
              labels.name(c),
              confusion.precision(c),
              confusion.recall(c),
              confusion.f1(c),
              texts));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "accuracy %.4f, macro recall %.4f, macro F1 %.4f, calibration error %.4f, %.0f/s%n",
            confusion.accuracy(),
            confusion.macroRecall(),
            confusion.macroF1(),
            Calibration.error(probabilities, expected),
            expected.length / seconds));
    return out.toString();
  }
}
