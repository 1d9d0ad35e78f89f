package io.github.recurrent4j.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The absolute discounts of Kneser-Ney smoothing, one an order: n₁/(n₁ + 2n₂), of which n₁ n-grams
 * are seen once and n₂ twice (Ney et al., 1994). N-grams of the highest order, and those at a
 * line's beginning, are counted as often as they stand there, others by the different tokens before
 * them. N-grams are known by 64 bits.
 */
final class Discounts {
  private static final double NONE_SEEN_ONCE = 0.5;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int BEGINNING = -1;
  private static final int END = -2;

  /** Counts of the n-grams of each order, from 1. */
  private final List<Map<Long, Integer>> counts = new ArrayList<>();

  private Discounts(int order) {
    for (int n = 0; n < order; n++) {
      counts.add(new HashMap<>());
    }
  }

  /** The discounts of the orders from 1 to {@code order}. */
  static double[] of(Iterable<int[]> lines, int order) {
    Discounts discounts = new Discounts(order);
    lines.forEach(discounts::count);
    return discounts.counts.stream().mapToDouble(Discounts::discount).toArray();
  }

  private void count(int[] line) {
    int[] words = new int[line.length + 2];
    words[0] = BEGINNING;
    System.arraycopy(line, 0, words, 1, line.length);
    words[words.length - 1] = END;
    for (int last = 1; last < words.length; last++) {
      int n = Math.min(counts.size(), last + 1);
      while (n > 0 && seen(words, last, n) == 1) {
        // A new n-gram is one more token before the shorter one.
        n--;
      }
    }
  }

  /** Counts the n-gram that ends with a word, and gives how often it was counted. */
  private int seen(int[] words, int last, int n) {
    long hash = n;
    for (int i = last - n + 1; i <= last; i++) {
      hash = (hash ^ words[i]) * SPREAD;
      hash ^= hash >>> 32;
    }
    return counts.get(n - 1).merge(hash, 1, Integer::sum);
  }

  private static double discount(Map<Long, Integer> grams) {
    long once = grams.values().stream().filter(c -> c == 1).count();
    long twice = grams.values().stream().filter(c -> c == 2).count();
    return once == 0 ? NONE_SEEN_ONCE : (double) once / (once + 2 * twice);
  }
}
