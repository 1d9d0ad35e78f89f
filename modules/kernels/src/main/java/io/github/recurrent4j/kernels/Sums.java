package io.github.recurrent4j.kernels;

import java.util.List;

/** Sums of rows of floats, in parts that stay in the cache. */
final class Sums {
  private static final int PART = 1 << 12;
  private static final int PARTS_OF_A_THREAD = 16;

  private Sums() {}

  /** Adds all others to the first, in their order. */
  static void intoFirst(List<Floats> all) {
    if (all.size() < 2) {
      return;
    }
    long length = all.get(0).length();
    long at = (long) PART * PARTS_OF_A_THREAD;
    Workers.run(
        (int) ((length + at - 1) / at),
        i -> {
          float[] sum = new float[PART];
          float[] other = new float[PART];
          long end = Math.min(length, (i + 1) * at);
          for (long from = i * at; from < end; from += PART) {
            int n = (int) Math.min(PART, end - from);
            all.get(0).get(from, sum, 0, n);
            for (int k = 1; k < all.size(); k++) {
              all.get(k).get(from, other, 0, n);
              for (int j = 0; j < n; j++) {
                sum[j] += other[j];
              }
            }
            all.get(0).put(from, sum, 0, n);
          }
        });
  }
}
