package io.github.recurrent4j.spark;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scala.collection.mutable.WrappedArray;

/**
 * Opens classifiers.
 *
 * @param probabilities whether there is a second column, with the probabilities
 */
record SentimentOpener(Precision precision, boolean probabilities) implements ModelOpener {
  @Override
  public String app() {
    return "sentiment";
  }

  @Override
  public TextModel open(Path file) {
    return new Model(SentimentClassifier.load(file, precision), probabilities);
  }

  private record Model(SentimentClassifier classifier, boolean probabilities) implements TextModel {
    @Override
    public List<Object[]> answers(List<String> texts) {
      List<Object[]> answers = new ArrayList<>();
      for (Sentiment s : classifier.classify(texts)) {
        answers.add(
            probabilities
                ? new Object[] {s.name(), new WrappedArray.ofDouble(s.probabilities())}
                : new Object[] {s.name()});
      }
      return answers;
    }

    @Override
    public void close() {
      classifier.close();
    }
  }
}
