package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Merges against a plain loop; memory within its share. */
class BytePairLearnerTest {
  private static final int WORDS_THAT_FIT = 1000;

  /** About so many bytes: words of these tests have nine characters with the mark. */
  private static final long SHARE = WORDS_THAT_FIT * 114L;

  private static String word(Random random, int letters, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(letters)));
    }
    return word.toString();
  }

  @Test
  void mergesAreThoseOfThePlainLoop() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      Map<String, Integer> words = new TreeMap<>();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        words.merge(word(random, 3, 1 + random.nextInt(9)), 1 + random.nextInt(4), Integer::sum);
      }
      MergeLearner learner = new MergeLearner();
      words.forEach((word, count) -> learner.add(List.of(word.split("")), count));
      List<String> merges = new ArrayList<>();
      for (BytePairEncoding.Pair p = learner.merge(); p != null; p = learner.merge()) {
        merges.add(p.left() + " " + p.right());
      }
      assertThat(merges).as("%s", words).isEqualTo(plainly(words));
    }
  }

  private static List<String> plainly(Map<String, Integer> words) {
    List<List<String>> cut = new ArrayList<>();
    words.keySet().forEach(word -> cut.add(new ArrayList<>(List.of(word.split("")))));
    List<Integer> counts = List.copyOf(words.values());
    List<String> merges = new ArrayList<>();
    while (true) {
      Map<String, Integer> pairs = new HashMap<>();
      for (int w = 0; w < cut.size(); w++) {
        for (int i = 0; i + 1 < cut.get(w).size(); i++) {
          pairs.merge(cut.get(w).get(i) + " " + cut.get(w).get(i + 1), counts.get(w), Integer::sum);
        }
      }
      String best =
          pairs.keySet().stream()
              .filter(pair -> pairs.get(pair) > 1)
              // A space sorts before every letter, so that the left symbol decides before the
              // right.
              .min(Comparator.<String>comparingInt(pair -> -pairs.get(pair)).thenComparing(p -> p))
              .orElse(null);
      if (best == null) {
        return merges;
      }
      merges.add(best);
      for (List<String> symbols : cut) {
        for (int i = 0; i + 1 < symbols.size(); i++) {
          if ((symbols.get(i) + " " + symbols.get(i + 1)).equals(best)) {
            symbols.set(i, symbols.get(i) + symbols.remove(i + 1));
          }
        }
      }
    }
  }

  @Test
  void whileWordsFitCountsAreExact() {
    WordCounts counts = new WordCounts(SHARE);
    Map<String, Long> expected = new HashMap<>();
    Random random = new Random(1);
    List<String> known = new ArrayList<>();
    for (int i = 0; i < WORDS_THAT_FIT; i++) {
      known.add("\u2581" + word(random, 26, 8));
    }
    for (int i = 0; i < 20_000; i++) {
      String word = known.get(random.nextInt(known.size()));
      counts.add(word);
      expected.merge(word, 1L, Long::sum);
    }
    assertThat(counts.dropped()).isZero();
    Map<String, Long> all = new HashMap<>();
    counts.drain(all::put);
    assertThat(all).isEqualTo(expected);
  }

  @Test
  void rareWordsGoAsMemoryFillsAndFrequentOnesStay() {
    WordCounts counts = new WordCounts(SHARE);
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      counts.add("\u2581" + word(random, 26, 8));
      counts.add("\u2581frequent");
      if (i % 100 == 0) {
        counts.add("\u2581sometime");
      }
    }
    assertThat(counts.dropped()).isGreaterThan(40_000);
    Map<String, Long> all = new HashMap<>();
    counts.drain(all::put);
    assertThat(all).hasSizeBetween(WORDS_THAT_FIT / 2 - 1, WORDS_THAT_FIT);
    assertThat(all).containsEntry("\u2581frequent", 50_000L).containsEntry("\u2581sometime", 500L);
  }

  @Test
  void mergesOfFrequentWordsAreLearnedFromMoreWordsThanFit() {
    BytePairLearner learner = new BytePairLearner(SHARE);
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      learner.add("library " + word(random, 26, 8));
    }
    BytePairEncoding bpe = learner.learn(300);
    assertThat(bpe.encode("library")).hasSize(1);
    assertThat(bpe.decode(bpe.encode("a library, ñandú"))).isEqualTo("a library, ñandú");
  }
}
