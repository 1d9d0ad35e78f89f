package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.TextCodec;
import java.util.Arrays;
import java.util.Random;

/**
 * What a classifier reads of a text.
 *
 * @param codec cuts texts
 * @param most ids that are read
 */
record TweetIds(TextCodec codec, int most) {

  /** Ids of a normal form, with merges left out at a rate; never empty. */
  int[] of(String normalized, double noise, Random random) {
    int[] ids = codec.encode(normalized, noise, random);
    ids = ids.length > most ? Arrays.copyOf(ids, most) : ids;
    // A text without anything visible is one padding token.
    return ids.length == 0 ? new int[1] : ids;
  }
}
