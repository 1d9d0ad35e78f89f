package io.github.recurrent4j.languagemodel;

/**
 * How well a model predicts a text.
 *
 * @param tokens tokens predicted
 * @param nats mean −log p per token, natural logarithm
 * @param perplexity exp(nats)
 * @param bitsPerToken nats / log 2; bits per character for a character model
 * @param tokensPerSecond speed
 */
public record Evaluation(
    long tokens, double nats, double perplexity, double bitsPerToken, double tokensPerSecond) {

  static Evaluation of(long tokens, double sum, double seconds) {
    double nats = sum / tokens;
    return new Evaluation(
        tokens, nats, Math.exp(nats), nats / Math.log(2), tokens / Math.max(seconds, 1e-9));
  }
}
