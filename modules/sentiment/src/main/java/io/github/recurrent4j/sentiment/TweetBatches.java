package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.BucketedBatches;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.LengthBuckets;
import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Minibatches of labelled texts: ids with a mask, one label each, weighed by its class. Where a
 * teacher gave chances, the label is drawn from them each time anew, so that the gradient is on
 * average that of the cross-entropy with the chances.
 */
final class TweetBatches extends BucketedBatches {
  private static final int USUAL_LENGTH = 28;

  private final TweetIds ids;
  private final SentimentRegime regime;
  private final String[] texts;
  private final int[] labels;
  private final List<List<Double>> chances;
  private final float[] weights;

  private TweetBatches(
      TweetIds ids,
      List<LabelledText> train,
      String[] texts,
      float[] weights,
      int[] lengths,
      SentimentRegime regime) {
    super(lengths, lengths, regime.batchSize() * USUAL_LENGTH, regime.training().seed());
    this.ids = ids;
    this.regime = regime;
    this.texts = texts;
    this.labels = train.stream().mapToInt(LabelledText::label).toArray();
    this.chances = train.stream().map(LabelledText::chances).toList();
    this.weights = weights;
  }

  /** Minibatches of texts by whose numbers classes are weighed. */
  static TweetBatches of(
      SentimentClassifier classifier, List<LabelledText> train, SentimentRegime regime) {
    float[] weights = classWeights(train, classifier.shape().classes(), regime.classWeights());
    return of(classifier.ids(), train, weights, regime);
  }

  /**
   * Minibatches of texts.
   *
   * @param weights of the classes
   */
  static TweetBatches of(
      TweetIds ids, List<LabelledText> train, float[] weights, SentimentRegime regime) {
    String[] texts =
        train.stream().map(t -> TweetNormalizer.normalize(t.text())).toArray(String[]::new);
    return new TweetBatches(
        ids,
        train,
        texts,
        weights,
        Arrays.stream(texts).mapToInt(t -> ids.of(t, 0, null).length).toArray(),
        regime);
  }

  /** Weights with which every class counts as much as any other, if they are wanted. */
  static float[] classWeights(List<LabelledText> train, int classes, boolean weighted) {
    float[] result = new float[classes];
    Arrays.fill(result, 1);
    if (weighted) {
      int[] counts = new int[classes];
      train.forEach(t -> counts[t.label()]++);
      for (int c = 0; c < counts.length; c++) {
        result[c] = (float) train.size() / (classes * Math.max(1, counts[c]));
      }
    }
    return result;
  }

  @Override
  protected MultiDataSet batch(int[] examples, double progress, Random random) {
    int rows = examples.length;
    int[][] read = new int[rows][];
    int steps = 0;
    long tokens = 0;
    for (int i = 0; i < rows; i++) {
      read[i] = ids.of(texts[examples[i]], regime.bpeDropout(), random);
      steps = Math.max(steps, LengthBuckets.padded(read[i].length));
      tokens += read[i].length;
    }
    setTokens(tokens);
    float[][] source = new float[rows][steps];
    float[][] mask = new float[rows][steps];
    float[][] expected = new float[rows][1];
    float[][] weight = new float[rows][1];
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < read[i].length; t++) {
        source[i][t] = read[i][t];
        mask[i][t] = 1;
      }
      int label = label(examples[i], random);
      expected[i][0] = label;
      weight[i][0] = weights[label];
    }
    return new MultiDataSet(
        new INDArray[] {Nd4j.createFromArray(source)},
        new INDArray[] {Nd4j.createFromArray(expected)},
        new INDArray[] {Nd4j.createFromArray(mask)},
        new INDArray[] {Nd4j.createFromArray(weight)});
  }

  private int label(int example, Random random) {
    List<Double> known = chances.get(example);
    if (known.isEmpty()) {
      return labels[example];
    }
    double left = random.nextDouble();
    for (int c = 0; c < known.size(); c++) {
      left -= known.get(c);
      if (left < 0) {
        return c;
      }
    }
    // Rounding left a little over.
    return labels[example];
  }
}
