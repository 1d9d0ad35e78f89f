package io.github.recurrent4j.languagemodel;

/**
 * How well a model predicts a text.
 *
 * @param tokens tokens predicted
 * @param nats mean −log p per token, natural logarithm
 * @param perplexity exp(nats)
 * @param bitsPerToken nats / log 2; bits per character for a character model
 * @param bitsPerByte −log₂ p of the text / its bytes in UTF-8: what compares characters, byte pairs
 *     and words. Where unknown words count as one, it is the bound of a model that is told them
 * @param tokensPerSecond speed
 */
public record Evaluation(
    long tokens,
    double nats,
    double perplexity,
    double bitsPerToken,
    double bitsPerByte,
    double tokensPerSecond) {

  /**
   * An evaluation.
   *
   * @param sum −log p of all tokens
   * @param bytes of the text
   */
  static Evaluation of(long tokens, double sum, long bytes, double seconds) {
    double nats = sum / tokens;
    return new Evaluation(
        tokens,
        nats,
        Math.exp(nats),
        nats / Math.log(2),
        sum / Math.log(2) / bytes,
        tokens / Math.max(seconds, 1e-9));
  }
}
