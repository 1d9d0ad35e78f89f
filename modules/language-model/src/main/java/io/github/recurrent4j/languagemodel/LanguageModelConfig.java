package io.github.recurrent4j.languagemodel;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.vectorization.Tokenizer;

/**
 * The shape of a language model.
 *
 * @param level what a token is
 * @param cell the recurrence, or a feed-forward network over a window
 * @param layers number of recurrent (or dense) layers
 * @param hidden hidden size
 * @param embedding size of the token vectors; 0 for one-hot input
 * @param window tokens that a feed-forward model sees
 * @param tied whether output weights are the embedding's (needs embedding = hidden)
 * @param dropout probability to drop a value between layers, the same over time
 * @param batchSize sequences read in parallel
 * @param bptt steps back-propagated through
 * @param minFrequency rarer words become unknown
 * @param maxVocabulary largest vocabulary
 */
public record LanguageModelConfig(
    Tokenizer level,
    Cell cell,
    int layers,
    int hidden,
    int embedding,
    int window,
    boolean tied,
    double dropout,
    int batchSize,
    int bptt,
    int minFrequency,
    int maxVocabulary) {

  /** Kinds of hidden layers. */
  public enum Cell {
    /** Simple recurrent network. */
    RNN,
    /** Gated recurrent unit. */
    GRU,
    /** Long short-term memory. */
    LSTM,
    /** Feed-forward network over a fixed window (Bengio et al., 2003). */
    FFN
  }

  /** Checks ranges. */
  public LanguageModelConfig {
    require(layers >= 1, "--layers must be at least 1");
    require(hidden >= 1, "--hidden must be at least 1");
    require(embedding >= 0, "--embedding must not be negative");
    require(window >= 1, "--window must be at least 1");
    require(dropout >= 0 && dropout < 1, "--dropout must be in [0, 1)");
    require(batchSize >= 1, "--batch-size must be at least 1");
    require(bptt >= 1, "--bptt must be at least 1");
    require(maxVocabulary >= 2, "--max-vocabulary must be at least 2");
    require(
        !tied || embedding == hidden,
        "--tied needs an --embedding as large as --hidden, not " + embedding);
    require(cell != Cell.FFN || embedding > 0, "--cell ffn needs an --embedding");
  }
}
