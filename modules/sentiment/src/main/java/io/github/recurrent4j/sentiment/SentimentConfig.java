package io.github.recurrent4j.sentiment;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

/**
 * The shape of a classifier.
 *
 * @param classes number of classes; with three they are negative, neutral and positive
 * @param vocabulary largest number of tokens (byte pairs)
 * @param cell the recurrence
 * @param layers bidirectional layers
 * @param hidden hidden size of each direction
 * @param embedding size of the token vectors
 * @param pooling how a sequence becomes one vector
 * @param dropout probability to drop a value of the embedding, between layers and before the output
 * @param labelSmoothing probability mass spread over all classes in the targets
 * @param classWeights whether rare classes count more, so that all count the same
 * @param bpeDropout probability to leave out a merge when training texts are encoded
 * @param encoderRate learning rate of embedding and encoder, as a part of the output's
 * @param batchSize tweets in a minibatch, about
 * @param maxTokens tweets are cut after so many tokens
 * @param unfreezing epochs after which one more layer below the output begins to learn, the
 *     embedding last (gradual unfreezing, Howard and Ruder, 2018); 0: all learn from the start
 */
public record SentimentConfig(
    int classes,
    int vocabulary,
    Cell cell,
    int layers,
    int hidden,
    int embedding,
    Pooling pooling,
    double dropout,
    double labelSmoothing,
    boolean classWeights,
    double bpeDropout,
    double encoderRate,
    int batchSize,
    int maxTokens,
    int unfreezing) {

  /** Recurrences. */
  public enum Cell {
    /** Simple recurrent network. */
    RNN,
    /** Gated recurrent unit. */
    GRU,
    /** Long short-term memory. */
    LSTM
  }

  /** How a sequence becomes one vector. */
  public enum Pooling {
    /** Both directions' last states. */
    LAST,
    /** The largest value of each feature. */
    MAX,
    /** The mean of each feature. */
    MEAN,
    /** Last, largest and mean, side by side. */
    ALL,
    /** A mean weighted by attention, which the last states ask for. */
    ATTENTION
  }

  /** Checks ranges. */
  public SentimentConfig {
    require(classes >= 2, "--classes must be at least 2");
    require(vocabulary >= 300, "--vocabulary must be at least 300");
    require(layers >= 1, "--layers must be at least 1");
    require(hidden >= 1, "--hidden must be at least 1");
    require(embedding >= 1, "--embedding must be at least 1");
    require(dropout >= 0 && dropout < 1, "--dropout must be in [0, 1)");
    require(labelSmoothing >= 0 && labelSmoothing < 1, "--label-smoothing must be in [0, 1)");
    require(bpeDropout >= 0 && bpeDropout < 1, "--bpe-dropout must be in [0, 1)");
    require(encoderRate >= 0 && encoderRate <= 1, "--encoder-rate must be in [0, 1]");
    require(batchSize >= 1, "--batch-size must be at least 1");
    require(maxTokens >= 1, "--max-tokens must be at least 1");
    require(unfreezing >= 0, "--unfreezing must not be negative");
  }

  /** The same with the encoder of another model, whose weights are to be used. */
  SentimentConfig withEncoder(Cell c, int l, int h, int e) {
    return new SentimentConfig(
        classes,
        vocabulary,
        c,
        l,
        h,
        e,
        pooling,
        dropout,
        labelSmoothing,
        classWeights,
        bpeDropout,
        encoderRate,
        batchSize,
        maxTokens,
        unfreezing);
  }
}
