package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.TextCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A source, or a part of one, as a network reads it.
 *
 * @param ids ids of its tokens
 * @param tokens the tokens, those without an id of their own as the text has them
 */
record SourceText(int[] ids, List<String> tokens) {

  static SourceText of(String text, TextCodec codec) {
    int[] ids = codec.encode(text);
    return new SourceText(ids, codec.tokens(text, ids));
  }

  int length() {
    return ids.length;
  }

  /** The first tokens. */
  SourceText first(int most) {
    return part(0, Math.min(most, ids.length));
  }

  /** Cut into parts of at most so many tokens. */
  List<SourceText> parts(int most) {
    List<SourceText> parts = new ArrayList<>();
    for (int from = 0; from < ids.length; from += most) {
      parts.add(part(from, Math.min(ids.length, from + most)));
    }
    return parts;
  }

  private SourceText part(int from, int to) {
    return new SourceText(Arrays.copyOfRange(ids, from, to), tokens.subList(from, to));
  }
}
