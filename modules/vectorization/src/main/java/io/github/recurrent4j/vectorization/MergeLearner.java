package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the most frequent pair of neighbouring symbols in a list of words and merges it, again and
 * again. Only the words that hold the pair are touched; ties go to the pair that sorts first.
 * Symbols are numbers here, and a pair is counted in one place, so that a word takes some hundred
 * bytes.
 */
final class MergeLearner {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> symbols = new ArrayList<>();
  private int[][] words = new int[1024][];
  private long[] frequencies = new long[1024];
  private int size;
  private final Map<Long, Counted> pairs = new HashMap<>();
  private final Set<Counted> risen = new HashSet<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  /** A pair with its count, and the words it was ever seen in. */
  private final class Counted {
    private final int left;
    private final int right;
    private long count;

    /** Count of the entry in the queue that stands for it; 0 if there is none. */
    private long queued;

    private int[] places = new int[2];
    private int placed;

    Counted(int left, int right) {
      this.left = left;
      this.right = right;
    }

    void seenIn(int word) {
      if (placed > 0 && places[placed - 1] == word) {
        return;
      }
      if (placed == places.length) {
        places = Arrays.copyOf(places, placed + placed / 2 + 1);
      }
      places[placed++] = word;
    }

    void enqueue() {
      queued = count;
      if (count > 0) {
        queue.add(new Candidate(this, symbols.get(left), symbols.get(right), count));
      }
    }
  }

  private record Candidate(Counted pair, String left, String right, long count)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate o) {
      int byCount = Long.compare(o.count, count);
      int byLeft = byCount != 0 ? byCount : left.compareTo(o.left);
      return byLeft != 0 ? byLeft : right.compareTo(o.right);
    }
  }

  void add(List<String> word, long frequency) {
    if (size == words.length) {
      words = Arrays.copyOf(words, size + size / 2);
      frequencies = Arrays.copyOf(frequencies, size + size / 2);
    }
    words[size] = word.stream().mapToInt(this::number).toArray();
    frequencies[size] = frequency;
    count(size++, 1);
  }

  private int number(String symbol) {
    Integer number = numbers.putIfAbsent(symbol, symbols.size());
    if (number == null) {
      number = symbols.size();
      symbols.add(symbol);
    }
    return number;
  }

  /** Counts the pairs of a word in (sign 1) or out (sign -1). */
  private void count(int word, int sign) {
    int[] own = words[word];
    for (int i = 0; i + 1 < own.length; i++) {
      int left = own[i];
      int right = own[i + 1];
      Counted pair = pairs.computeIfAbsent(key(left, right), k -> new Counted(left, right));
      pair.count += sign * frequencies[word];
      if (sign > 0) {
        pair.seenIn(word);
        risen.add(pair);
      }
    }
  }

  private static long key(int left, int right) {
    return ((long) left << Integer.SIZE) | right;
  }

  /** Merges the most frequent pair and returns it; null when no pair occurs twice. */
  BytePairEncoding.Pair merge() {
    // No count in the queue is below the pair's own, so that the first that is right is the most.
    for (Counted pair : risen) {
      if (pair.count > pair.queued) {
        pair.enqueue();
      }
    }
    risen.clear();
    Candidate best = queue.poll();
    while (best != null && best.count != best.pair.count) {
      if (best.count == best.pair.queued) {
        best.pair.enqueue();
      }
      best = queue.poll();
    }
    if (best == null || best.count < 2) {
      return null;
    }
    Counted pair = best.pair;
    int joined = number(best.left + best.right);
    for (int i = 0; i < pair.placed; i++) {
      int word = pair.places[i];
      int[] merged = merged(words[word], pair, joined);
      if (merged.length < words[word].length) {
        count(word, -1);
        words[word] = merged;
        count(word, 1);
      }
    }
    pairs.remove(key(pair.left, pair.right));
    return new BytePairEncoding.Pair(best.left, best.right);
  }

  private static int[] merged(int[] word, Counted pair, int joined) {
    int[] result = new int[word.length];
    int n = 0;
    for (int i = 0; i < word.length; n++) {
      boolean here = i + 1 < word.length && word[i] == pair.left && word[i + 1] == pair.right;
      result[n] = here ? joined : word[i];
      i += here ? 2 : 1;
    }
    return Arrays.copyOf(result, n);
  }
}
