package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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
    int[] order = shuffled(lengths.length, random);
    // Plain numbers: there may be many millions of examples.
    Map<Integer, Integer> sizes = new TreeMap<>();
    for (int length : lengths) {
      sizes.merge(padded(length), 1, Integer::sum);
    }
    Map<Integer, int[]> buckets = new TreeMap<>();
    sizes.forEach((length, size) -> buckets.put(length, new int[size]));
    Map<Integer, Integer> filled = new HashMap<>();
    for (int i : order) {
      int length = padded(lengths[i]);
      int place = filled.merge(length, 1, Integer::sum) - 1;
      buckets.get(length)[place] = i;
    }
    List<int[]> batches = new ArrayList<>();
    buckets.forEach(
        (length, examples) -> {
          sort(examples, others);
          int rows = Math.max(ROWS, tokens / length / ROWS * ROWS);
          for (int from = 0; from < examples.length; from += rows) {
            batches.add(Arrays.copyOfRange(examples, from, Math.min(examples.length, from + rows)));
          }
        });
    Collections.shuffle(batches, random);
    return batches;
  }

  private static int[] shuffled(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count; i > 1; i--) {
      int other = random.nextInt(i);
      int moved = order[i - 1];
      order[i - 1] = order[other];
      order[other] = moved;
    }
    return order;
  }

  /** Sorts examples by length; those of the same length stay in their order. */
  private static void sort(int[] examples, int[] lengths) {
    long[] keys = new long[examples.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) lengths[examples[i]] << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    int[] before = examples.clone();
    for (int i = 0; i < keys.length; i++) {
      examples[i] = before[(int) keys[i]];
    }
  }
}
