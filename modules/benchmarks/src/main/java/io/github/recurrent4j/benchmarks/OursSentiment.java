package io.github.recurrent4j.benchmarks;

import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentNetwork;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import io.github.recurrent4j.training.Updates;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** This project at sentiment: ComputationGraph.fit, or the pretrained English classifier. */
final class OursSentiment implements Contestant {
  private static final Path TEXTS = Path.of("datasets", "tweets-en.txt");
  private static final Path LABELS = Path.of("datasets", "tweets-en.labels");
  private static final int CLASSES = 3;

  @Override
  public Runnable prepare(Work work) {
    if (work.mode().startsWith("train")) {
      return training(work);
    }
    SentimentClassifier classifier = SentimentClassifier.pretrained(Language.EN);
    List<String> tweets = tweets();
    if (work.mode().equals("classify-one")) {
      int[] next = new int[1];
      return () -> classifier.classify(tweets.get(next[0]++ % tweets.size()));
    }
    return () -> classifier.classify(tweets);
  }

  /** The project's own tweets. */
  static List<String> tweets() {
    return TweetRecordReader.read(TEXTS, LABELS, CLASSES).stream().map(LabelledText::text).toList();
  }

  private static Runnable training(Work work) {
    SentimentShape shape =
        SentimentShape.standard().withHidden(work.hidden()).withEmbedding(work.hidden());
    SentimentRegime regime =
        SentimentRegime.standard()
            .withDropout(0)
            .withLabelSmoothing(0)
            .withTraining(OursTranslation.settings());
    ComputationGraph graph =
        new ComputationGraph(SentimentNetwork.of(shape, regime, work.vocabulary()));
    graph.init();
    GlobalNormClipping.attach(graph, 5);
    INDArray labels = Nd4j.rand(work.batch(), 1).muli(CLASSES);
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {RandomText.ids(work).getFeatures()},
            new INDArray[] {org.nd4j.linalg.ops.transforms.Transforms.floor(labels)});
    return () -> Updates.fit(graph, data);
  }
}
