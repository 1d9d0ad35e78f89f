package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.TextCodec;
import java.util.Random;

/**
 * What a model reads of a pair of texts.
 *
 * @param source cuts sources
 * @param target cuts targets
 * @param most tokens of a source that are read
 * @param copy whether the model copies tokens of the source
 */
record PairReader(TextCodec source, TextCodec target, int most, boolean copy) {

  SourceText read(String text) {
    return SourceText.of(text, source).first(most);
  }

  /** The same with noise in how it is cut. */
  SourceText read(String text, double noise, Random random) {
    int[] ids = source.encode(text, noise, random);
    return new SourceText(ids, source.tokens(text, ids)).first(most);
  }

  /** Tokens of a source that are read. */
  int sourceLength(String text) {
    return Math.min(most, source.encode(text).length);
  }

  int targetLength(String text) {
    return target.encode(text).length;
  }
}
