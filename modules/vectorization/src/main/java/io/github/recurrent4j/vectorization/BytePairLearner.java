package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns a {@link BytePairEncoding} of texts that come one by one, of which only the distinct words
 * are kept. They take up to a quarter of the largest heap there can be; past that, rare words are
 * dropped ({@link WordCounts}), and a line of the log says so. While all fit, the encoding depends
 * on the texts alone.
 */
public final class BytePairLearner {
  private static final Logger LOG = LoggerFactory.getLogger(BytePairLearner.class);
  private static final int PART_OF_HEAP = 4;
  private static final int MANY_TEXTS = 1000;
  private static final int RARE_CHARACTER = 5;

  private final WordCounts words;
  private final Vocabulary.Builder characters = new Vocabulary.Builder();
  private long texts;

  /** Knows no text yet. */
  public BytePairLearner() {
    this(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** One whose words take about so many bytes. */
  BytePairLearner(long most) {
    this.words = new WordCounts(most);
  }

  /** Reads a text. */
  public void add(String text) {
    texts++;
    BytePairEncoding.words(
        text,
        word -> {
          words.add(word);
          word.codePoints().forEach(c -> characters.add(Character.toString(c)));
        });
  }

  /**
   * Learns from the texts, which are forgotten then. Characters rarer than five are left to their
   * bytes where there are more than a thousand texts.
   *
   * @param size number of tokens to end with, the 259 special and byte tokens included
   */
  public BytePairEncoding learn(int size) {
    return learn(size, texts > MANY_TEXTS ? RARE_CHARACTER : 1);
  }

  /** The same; rarer characters than this are left to their bytes. */
  BytePairEncoding learn(int size, int minFrequency) {
    if (words.dropped() > 0) {
      LOG.warn(
          "the texts have more distinct words than a quarter of the heap holds: byte pairs are"
              + " learned without rare ones ({} times one was dropped); a larger heap (-Xmx) holds"
              + " more",
          words.dropped());
    }
    List<String> alphabet =
        characters.build(List.of(BytePairEncoding.SPACE), minFrequency, size).tokens();
    BytePairEncoding characterwise = new BytePairEncoding(alphabet, List.of());
    MergeLearner learner = new MergeLearner();
    words.drain((word, count) -> learner.add(characterwise.symbols(word), count));
    List<BytePairEncoding.Pair> merges = new ArrayList<>();
    Set<String> results = new LinkedHashSet<>();
    int room = size - characterwise.vocabulary().size();
    while (results.size() < room) {
      BytePairEncoding.Pair best = learner.merge();
      if (best == null) {
        break;
      }
      merges.add(best);
      results.add(best.left() + best.right());
    }
    return new BytePairEncoding(alphabet, merges);
  }
}
