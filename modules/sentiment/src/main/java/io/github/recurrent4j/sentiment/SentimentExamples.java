package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.training.TrainingTask;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.LabelledText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a classifier is trained on, validation texts and their near copies taken out.
 *
 * @param sample texts to learn tokens from and to weigh classes by
 * @param valid texts to validate on
 * @param remote the texts to train on, where they lie elsewhere; else they are the sample
 */
record SentimentExamples(
    List<LabelledText> sample,
    List<LabelledText> valid,
    Optional<RemoteExamples.Prepared<LabelledText>> remote) {
  private static final Logger LOG = LoggerFactory.getLogger(SentimentExamples.class);
  private static final int VALID_PART = 10;
  private static final int MOST_VALID = 10_000;

  /**
   * Texts in this machine's memory.
   *
   * @param seed of what is held out
   * @throws BadInputException if nothing is left to train on
   */
  static SentimentExamples of(SentimentData data, long seed) {
    List<LabelledText> trained = new ArrayList<>(data.train());
    List<LabelledText> held = data.valid();
    if (held.isEmpty()) {
      Collections.shuffle(trained, new Random(seed));
      int cut = trained.size() / VALID_PART;
      held = List.copyOf(trained.subList(0, cut));
      trained = trained.subList(cut, trained.size());
    }
    require(!trained.isEmpty(), held);
    List<LabelledText> kept = NearCopies.remove(trained, held);
    require(kept.size());
    LOG.info(
        "{} texts to train on, {} to validate; {} repeated or near copies of validation left out",
        kept.size(),
        held.size(),
        trained.size() - kept.size());
    return new SentimentExamples(kept, held, Optional.empty());
  }

  /**
   * Texts that lie elsewhere.
   *
   * @param valid if there are none, a tenth is held out, ten thousand at most
   * @throws BadInputException if nothing is left to train on
   */
  static SentimentExamples of(RemoteExamples<LabelledText> far, List<LabelledText> valid) {
    List<LabelledText> held =
        valid.isEmpty() ? far.holdOut(NearCopies::key, VALID_PART, MOST_VALID) : valid;
    require(true, held);
    RemoteExamples.Prepared<LabelledText> ready =
        far.prepare(NearCopies::key, new NearCopies(held));
    require(ready.count());
    LOG.info("{} texts to train on, {} to validate", ready.count(), held.size());
    return new SentimentExamples(ready.sample(), held, Optional.of(ready));
  }

  private static void require(boolean any, List<LabelledText> held) {
    if (!any || held.isEmpty()) {
      throw new BadInputException("there are too few texts to train on: ten at least are needed");
    }
  }

  private static void require(long kept) {
    if (kept == 0) {
      throw new BadInputException(
          "every text to train on is a near copy of a validation text: give other validation texts");
    }
  }

  /** Hash of texts that lie elsewhere. */
  Optional<String> digest() {
    return remote.map(RemoteExamples.Prepared::digest);
  }

  /** Minibatches of the texts to train on. */
  TrainingTask.Batches batches(SentimentClassifier classifier, SentimentRegime regime) {
    if (remote.isEmpty()) {
      return TweetBatches.of(classifier, sample, regime);
    }
    float[] weights =
        TweetBatches.classWeights(sample, classifier.shape().classes(), regime.classWeights());
    TweetIds ids = classifier.ids();
    return remote.get().batches(new TweetMaker(ids.codec().toText(), ids.most(), weights, regime));
  }
}
