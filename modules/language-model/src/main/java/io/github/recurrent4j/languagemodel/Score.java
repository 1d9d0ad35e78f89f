package io.github.recurrent4j.languagemodel;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text's probability under a model.
 *
 * @param text the text
 * @param tokens tokens that were predicted
 * @param logProbability natural logarithm of their probability, from a line's beginning
 * @param perplexity exp(−logProbability / tokens); 1 for no tokens
 * @param bitsPerByte −log₂ p / bytes of UTF-8, comparable between characters, byte pairs and words;
 *     0 for no bytes
 * @param unknown what the model does not know, and how often it occurs. Unknown characters are left
 *     out of all figures; unknown words count as the model's unknown word, which is likelier than
 *     any of them
 */
public record Score(
    String text,
    long tokens,
    double logProbability,
    double perplexity,
    double bitsPerByte,
    Map<String, Integer> unknown) {

  /** Keeps a copy of the map, in the order of its words. */
  public Score {
    unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
  }

  static Score of(EncodedText encoded, double logProbability) {
    long tokens = encoded.predicted();
    return new Score(
        encoded.text(),
        tokens,
        logProbability,
        tokens == 0 ? 1 : Math.exp(-logProbability / tokens),
        encoded.bytes() == 0 ? 0 : -logProbability / Math.log(2) / encoded.bytes(),
        encoded.unknown());
  }
}
