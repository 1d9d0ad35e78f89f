package io.github.recurrent4j.kernels;

import java.util.List;

/** Sums of rows of floats, in parts that stay in the cache. */
final class Sums {
  private static final int PART = 1 << 10;
  private static final int PARTS_OF_A_THREAD = 64;

  private Sums() {}

  /** Adds all others to the first, in their order. */
  static void intoFirst(List<Floats> all) {
    if (all.size() < 2) {
      return;
    }
    Floats first = all.get(0);
    long length = first.length();
    long share = (long) PART * PARTS_OF_A_THREAD;
    try (Held held = new Held(all.toArray(new Floats[0]))) {
      Workers.run(
          (int) ((length + share - 1) / share),
          i -> {
            float[] sum = new float[PART];
            float[] other = new float[PART];
            long end = Math.min(length, (i + 1) * share);
            for (long from = i * share; from < end; from += PART) {
              if (end - from < PART) {
                sum = new float[(int) (end - from)];
                other = new float[sum.length];
              }
              first.split(from, sum);
              for (int k = 1; k < all.size(); k++) {
                all.get(k).split(from, other);
                RowLoops.add(sum, other);
              }
              first.join(from, sum);
            }
          });
    }
  }
}
