package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the most frequent pair of neighbouring symbols in a list of words and merges it, again and
 * again. Only the words that hold the pair are touched; ties go to the pair that sorts first.
 */
final class MergeLearner {
  private record Pair(String left, String right) {}

  private record Candidate(Pair pair, long count) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate o) {
      int byCount = Long.compare(o.count, count);
      int byLeft = byCount != 0 ? byCount : pair.left.compareTo(o.pair.left);
      return byLeft != 0 ? byLeft : pair.right.compareTo(o.pair.right);
    }
  }

  private final List<List<String>> words = new ArrayList<>();
  private final List<Integer> frequencies = new ArrayList<>();
  private final Map<Pair, Long> counts = new HashMap<>();
  private final Map<Pair, Set<Integer>> places = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  void add(List<String> symbols, int frequency) {
    words.add(symbols);
    frequencies.add(frequency);
    count(words.size() - 1, 1);
  }

  /** Counts the pairs of a word in (sign 1) or out (sign -1). */
  private void count(int word, int sign) {
    List<String> symbols = words.get(word);
    for (int i = 0; i + 1 < symbols.size(); i++) {
      Pair pair = new Pair(symbols.get(i), symbols.get(i + 1));
      long count = counts.merge(pair, (long) sign * frequencies.get(word), Long::sum);
      if (sign > 0) {
        places.computeIfAbsent(pair, p -> new HashSet<>()).add(word);
        queue.add(new Candidate(pair, count));
      } else if (count > 0) {
        queue.add(new Candidate(pair, count));
      }
    }
  }

  /** Merges the most frequent pair and returns it; null when no pair occurs twice. */
  String[] merge() {
    Candidate best = queue.poll();
    while (best != null && counts.getOrDefault(best.pair, 0L) != best.count) {
      // Its count has changed since: a fresher entry is in the queue.
      best = queue.poll();
    }
    if (best == null || best.count < 2) {
      return null;
    }
    Pair pair = best.pair;
    for (int word : List.copyOf(places.remove(pair))) {
      count(word, -1);
      words.set(word, merged(words.get(word), pair));
      count(word, 1);
    }
    counts.remove(pair);
    return new String[] {pair.left, pair.right};
  }

  private static List<String> merged(List<String> symbols, Pair pair) {
    List<String> result = new ArrayList<>(symbols.size());
    int i = 0;
    while (i < symbols.size()) {
      boolean here =
          i + 1 < symbols.size()
              && symbols.get(i).equals(pair.left)
              && symbols.get(i + 1).equals(pair.right);
      result.add(here ? pair.left + pair.right : symbols.get(i));
      i += here ? 2 : 1;
    }
    return result;
  }
}
