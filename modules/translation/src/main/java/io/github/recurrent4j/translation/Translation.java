package io.github.recurrent4j.translation;

import java.util.List;

/**
 * A translation.
 *
 * @param text the translation
 * @param score logarithm of its probability, normalized for length as {@link TranslationOptions}
 *     says; for a text of several sentences the sum
 * @param sourceTokens what the network read
 * @param targetTokens what it wrote
 * @param attention weight of each source token for each target token, [target][source]; empty for a
 *     network without attention
 */
public record Translation(
    String text,
    double score,
    List<String> sourceTokens,
    List<String> targetTokens,
    float[][] attention) {

  static final Translation EMPTY = new Translation("", 0, List.of(), List.of(), new float[0][]);
}
