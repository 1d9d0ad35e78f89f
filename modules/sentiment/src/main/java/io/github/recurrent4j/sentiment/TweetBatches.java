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

/** Minibatches of labelled texts: ids with a mask, one label each, weighed by its class. */
final class TweetBatches extends BucketedBatches {
  private static final int USUAL_LENGTH = 28;

  private final SentimentClassifier classifier;
  private final SentimentRegime regime;
  private final String[] texts;
  private final int[] labels;
  private final float[] weights;

  private TweetBatches(
      SentimentClassifier classifier,
      String[] texts,
      int[] labels,
      int[] lengths,
      SentimentRegime regime) {
    super(lengths, lengths, regime.batchSize() * USUAL_LENGTH, regime.training().seed());
    this.classifier = classifier;
    this.regime = regime;
    this.texts = texts;
    this.labels = labels;
    this.weights = classWeights(labels, classifier.shape().classes(), regime.classWeights());
  }

  static TweetBatches of(
      SentimentClassifier classifier, List<LabelledText> train, SentimentRegime regime) {
    String[] texts =
        train.stream().map(t -> TweetNormalizer.normalize(t.text())).toArray(String[]::new);
    return new TweetBatches(
        classifier,
        texts,
        train.stream().mapToInt(LabelledText::label).toArray(),
        Arrays.stream(texts).mapToInt(t -> classifier.encode(t, 0, null).length).toArray(),
        regime);
  }

  /** Weights with which every class counts as much as any other. */
  private static float[] classWeights(int[] labels, int classes, boolean weighted) {
    float[] result = new float[classes];
    Arrays.fill(result, 1);
    if (weighted) {
      int[] counts = new int[classes];
      Arrays.stream(labels).forEach(l -> counts[l]++);
      for (int c = 0; c < counts.length; c++) {
        result[c] = (float) labels.length / (classes * Math.max(1, counts[c]));
      }
    }
    return result;
  }

  @Override
  protected MultiDataSet batch(int[] examples, double progress, Random random) {
    int rows = examples.length;
    int[][] ids = new int[rows][];
    int steps = 0;
    long tokens = 0;
    for (int i = 0; i < rows; i++) {
      ids[i] = classifier.encode(texts[examples[i]], regime.bpeDropout(), random);
      steps = Math.max(steps, LengthBuckets.padded(ids[i].length));
      tokens += ids[i].length;
    }
    setTokens(tokens);
    float[][] source = new float[rows][steps];
    float[][] mask = new float[rows][steps];
    float[][] expected = new float[rows][1];
    float[][] weight = new float[rows][1];
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < ids[i].length; t++) {
        source[i][t] = ids[i][t];
        mask[i][t] = 1;
      }
      expected[i][0] = labels[examples[i]];
      weight[i][0] = weights[labels[examples[i]]];
    }
    return new MultiDataSet(
        new INDArray[] {Nd4j.createFromArray(source)},
        new INDArray[] {Nd4j.createFromArray(expected)},
        new INDArray[] {Nd4j.createFromArray(mask)},
        new INDArray[] {Nd4j.createFromArray(weight)});
  }
}
