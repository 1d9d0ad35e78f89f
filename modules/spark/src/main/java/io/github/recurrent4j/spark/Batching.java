package io.github.recurrent4j.spark;

import java.io.Serializable;

/**
 * How rows are taken together.
 *
 * @param size texts that are computed together
 * @param maxChars chars of the longest text that is put to a model
 */
record Batching(int size, int maxChars) implements Serializable {
  /** Batches that are read ahead, so that texts of similar length can be put together. */
  private static final int AHEAD = 8;

  /** Chars that are read ahead at most, but for the last text. */
  private static final long CHARS_AHEAD = 1L << 22;

  /** Whether so many rows and chars are enough to compute with. */
  boolean enough(int rows, long chars) {
    return rows >= AHEAD * size || chars >= CHARS_AHEAD;
  }
}
