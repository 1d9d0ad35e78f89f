package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Cuts examples into minibatches of about the same number of tokens whose sequences are of similar
 * length, so that little is padded. Lengths are rounded up, which keeps the number of shapes small:
 * each shape costs the native layers a set of buffers.
 */
public final class LengthBuckets {
  /** Lengths are padded to a multiple of this. */
  public static final int STEP = 2;

  private static final int ROWS = 8;

  private LengthBuckets() {}

  /** A length rounded up to a multiple of {@link #STEP}. */
  public static int padded(int length) {
    return (Math.max(1, length) + STEP - 1) / STEP * STEP;
  }

  /**
   * Cuts examples into minibatches.
   *
   * @param lengths the length that decides the bucket, of each example
   * @param others a second length, by which each bucket is sorted; may be {@code lengths}
   * @param tokens padded tokens in a minibatch, about
   * @param random source of the order of minibatches and of examples of equal lengths
   * @return minibatches of example numbers, shuffled
   */
  public static List<int[]> cut(int[] lengths, int[] others, int tokens, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    Map<Integer, List<Integer>> buckets = new TreeMap<>();
    for (int i : order) {
      buckets.computeIfAbsent(padded(lengths[i]), k -> new ArrayList<>()).add(i);
    }
    List<int[]> batches = new ArrayList<>();
    buckets.forEach(
        (length, examples) -> {
          examples.sort(java.util.Comparator.comparingInt(i -> others[i]));
          int rows = Math.max(ROWS, tokens / length / ROWS * ROWS);
          for (int from = 0; from < examples.size(); from += rows) {
            List<Integer> part = examples.subList(from, Math.min(examples.size(), from + rows));
            batches.add(part.stream().mapToInt(Integer::intValue).toArray());
          }
        });
    Collections.shuffle(batches, random);
    return batches;
  }
}
