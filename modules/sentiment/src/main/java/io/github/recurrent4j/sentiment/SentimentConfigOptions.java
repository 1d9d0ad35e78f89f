package io.github.recurrent4j.sentiment;

import picocli.CommandLine.Option;

/** The command-line options that make a {@link SentimentConfig}. */
public final class SentimentConfigOptions {
  @Option(names = "--classes", defaultValue = "3", description = "number of classes")
  int classes;

  @Option(names = "--vocabulary", defaultValue = "8000", description = "byte pairs")
  int vocabulary;

  @Option(names = "--cell", defaultValue = "gru", description = "rnn, gru or lstm")
  SentimentConfig.Cell cell;

  @Option(names = "--layers", defaultValue = "1", description = "bidirectional layers")
  int layers;

  @Option(names = "--hidden", defaultValue = "128", description = "size of each direction")
  int hidden;

  @Option(names = "--embedding", defaultValue = "128", description = "size of token vectors")
  int embedding;

  @Option(
      names = "--pooling",
      defaultValue = "all",
      description = "last, max, mean, all or attention")
  SentimentConfig.Pooling pooling;

  @Option(names = "--dropout", defaultValue = "0.4", description = "dropped between layers")
  double dropout;

  @Option(names = "--label-smoothing", defaultValue = "0.1", description = "smoothed mass")
  double labelSmoothing;

  @Option(names = "--no-class-weights", description = "let frequent classes count more")
  boolean noClassWeights;

  @Option(names = "--bpe-dropout", defaultValue = "0.1", description = "merges left out")
  double bpeDropout;

  @Option(
      names = "--encoder-rate",
      defaultValue = "1",
      description = "learning rate of the encoder, as a part of the output's")
  double encoderRate;

  @Option(names = "--batch-size", defaultValue = "32", description = "tweets in a minibatch")
  int batchSize;

  @Option(names = "--max-tokens", defaultValue = "80", description = "longer tweets are cut")
  int maxTokens;

  @Option(
      names = "--unfreezing",
      defaultValue = "0",
      description = "epochs after which one more layer below the output learns; 0: all at once")
  int unfreezing;

  /** The configuration these options mean. */
  public SentimentConfig config() {
    return new SentimentConfig(
        classes,
        vocabulary,
        cell,
        layers,
        hidden,
        embedding,
        pooling,
        dropout,
        labelSmoothing,
        !noClassWeights,
        bpeDropout,
        encoderRate,
        batchSize,
        maxTokens,
        unfreezing);
  }
}
