package io.github.recurrent4j.translation;

import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.SelectedPairs;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a translator is trained on, validation pairs taken out.
 *
 * @param sample pairs to learn tokens from
 * @param valid pairs to validate on
 * @param remote the pairs to train on, where they lie elsewhere; else they are the sample
 */
record TranslationExamples(
    List<TextPair> sample,
    List<TextPair> valid,
    Optional<RemoteExamples.Prepared<TextPair>> remote) {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationExamples.class);
  private static final int VALID_PART = 50;
  private static final int MOST_VALID = 2000;

  /**
   * Pairs in this machine's memory, or in a file of it.
   *
   * @param placeholders whether signs are to stand for values
   * @throws BadInputException if nothing is left to train on
   */
  static TranslationExamples of(TranslationData data, boolean placeholders) {
    List<TextPair> train = data.train();
    List<TextPair> trained = train;
    List<TextPair> held = usable(data.valid());
    if (held.isEmpty()) {
      int cut = train.size() - Math.min(MOST_VALID, Math.max(1, train.size() / VALID_PART));
      held = train.subList(Math.max(0, cut), train.size());
      // A pair of some weight is there more than once.
      Set<TextPair> known = new HashSet<>(held);
      trained = SelectedPairs.where(train.subList(0, Math.max(0, cut)), p -> !known.contains(p));
    }
    return new TranslationExamples(learned(trained, placeholders), held, Optional.empty());
  }

  /**
   * Pairs that lie elsewhere.
   *
   * @param valid if there are none, a fiftieth is held out, at most 2000
   * @param placeholders whether signs are to stand for values
   * @throws BadInputException if nothing is left to train on
   */
  static TranslationExamples of(
      RemoteExamples<TextPair> far, List<TextPair> valid, boolean placeholders) {
    List<TextPair> held = usable(valid);
    if (held.isEmpty()) {
      held = usable(far.holdOut(TranslationExamples::key, VALID_PART, MOST_VALID));
    }
    if (held.isEmpty()) {
      throw new BadInputException("there are too few pairs to hold some out: give --valid");
    }
    RemoteExamples.Prepared<TextPair> ready =
        far.prepare(TranslationExamples::key, p -> !p.source().isEmpty() && !p.target().isEmpty());
    LOG.info("{} pairs to train on", ready.count());
    return new TranslationExamples(learned(ready.sample(), placeholders), held, Optional.of(ready));
  }

  private static String key(TextPair pair) {
    return pair.source() + "\t" + pair.target();
  }

  private static List<TextPair> usable(List<TextPair> valid) {
    return valid.stream().filter(p -> !p.source().isEmpty()).toList();
  }

  private static List<TextPair> learned(List<TextPair> all, boolean placeholders) {
    List<TextPair> learned = all;
    if (placeholders) {
      learned = Placeholders.learnable(all);
      LOG.info(
          "{} of {} targets say their values and no others: they are learned from",
          learned.size(),
          all.size());
    }
    if (learned.isEmpty()) {
      throw new BadInputException("there are no pairs to train on: two at least are needed");
    }
    return learned;
  }
}
