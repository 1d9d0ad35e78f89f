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
 *     network without attention, and for a text of more than some 2,000 tokens
 * @param alignment which parts of the source became which parts of {@code text}
 * @param confidence how good it probably is, in [0, 1]: an estimate of its chrF against a human's,
 *     1 for text that was left as it was
 * @param evidence what the confidence was reckoned from; for calibration
 */
public record Translation(
    String text,
    double score,
    List<String> sourceTokens,
    List<String> targetTokens,
    float[][] attention,
    Alignment alignment,
    double confidence,
    double[] evidence) {

  static final Translation EMPTY = new Translation("", 0, List.of(), List.of(), new float[0][]);

  /** What a network wrote, before anything else is known of it. */
  Translation(
      String text,
      double score,
      List<String> sourceTokens,
      List<String> targetTokens,
      float[][] attention) {
    this(text, score, sourceTokens, targetTokens, attention, Alignment.NONE, 1, new double[0]);
  }

  /** The same with another text, and how that comes from the source. */
  Translation with(String newText, Alignment newAlignment) {
    return new Translation(
        newText, score, sourceTokens, targetTokens, attention, newAlignment, confidence, evidence);
  }

  /** The same with another confidence, and what that stands on. */
  Translation withConfidence(double newConfidence, double[] newEvidence) {
    return new Translation(
        text, score, sourceTokens, targetTokens, attention, alignment, newConfidence, newEvidence);
  }
}
