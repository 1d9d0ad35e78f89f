package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.BucketedBatches;
import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.List;

/**
 * Makes minibatches of labelled texts where they lie.
 *
 * @param codec the codec's text
 * @param most ids of a text that are read
 * @param weights of the classes
 * @param regime how training goes
 */
record TweetMaker(String codec, int most, float[] weights, SentimentRegime regime)
    implements RemoteExamples.Maker<LabelledText> {

  @Override
  public BucketedBatches of(List<LabelledText> part, long seed) {
    TweetIds ids = new TweetIds(TextCodec.fromText(codec), most);
    return TweetBatches.of(ids, part, weights, regime.training(t -> t.withSeed(seed)));
  }
}
