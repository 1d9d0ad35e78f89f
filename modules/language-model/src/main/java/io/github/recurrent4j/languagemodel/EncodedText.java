package io.github.recurrent4j.languagemodel;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A text as a model reads it.
 *
 * @param text the text, without the end that may have been added
 * @param ids the token that the text begins after, and the text's
 * @param bytes of UTF-8, without what was left out
 * @param unknown what the model does not know, and how often
 */
record EncodedText(String text, int[] ids, long bytes, Map<String, Integer> unknown) {

  /** Tokens that are predicted: all but the one before. */
  int predicted() {
    return ids.length - 1;
  }

  /** Encodes a text; with {@code end} also its line's end, where the model knows one. */
  static EncodedText of(Tokens tokens, String text, boolean end) {
    String whole = end && tokens.lineEnd() >= 0 ? text + "\n" : text;
    IntStream.Builder ids = IntStream.builder().add(tokens.start());
    Map<String, Integer> unknown = new LinkedHashMap<>();
    tokens.read(whole, ids::add, token -> unknown.merge(token, 1, Integer::sum));
    long bytes = bytes(whole);
    if (tokens.standsForUnknown() < 0) {
      for (Map.Entry<String, Integer> e : unknown.entrySet()) {
        bytes -= e.getValue() * bytes(e.getKey());
      }
    }
    return new EncodedText(text, ids.build().toArray(), bytes, unknown);
  }

  /** Bytes of a text in UTF-8. */
  static long bytes(CharSequence text) {
    return StandardCharsets.UTF_8.encode(text.toString()).remaining();
  }
}
