package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import picocli.CommandLine.Option;

/** The command-line options that make a {@link TranslationConfig}. */
public final class TranslationConfigOptions {
  @Option(
      names = "--columns",
      defaultValue = "target_source",
      description =
          "order of the columns: target_source, as in manythings.org's files that"
              + " begin with English, or source_target")
  Columns columns;

  @Option(names = "--units", defaultValue = "bpe", description = "tokens: bpe, word or char")
  TranslationConfig.Units units;

  @Option(names = "--source-vocabulary", defaultValue = "6000", description = "source tokens")
  int sourceVocabulary;

  @Option(names = "--target-vocabulary", defaultValue = "6000", description = "target tokens")
  int targetVocabulary;

  @Option(names = "--joint", description = "one set of byte pairs for both sides")
  boolean joint;

  @Option(names = "--cell", defaultValue = "gru", description = "rnn, gru or lstm")
  TranslationConfig.Cell cell;

  @Option(names = "--encoder-layers", defaultValue = "1", description = "encoder layers")
  int encoderLayers;

  @Option(names = "--decoder-layers", defaultValue = "2", description = "decoder layers")
  int decoderLayers;

  @Option(
      names = "--encoder-hidden",
      defaultValue = "256",
      description = "hidden size of each direction of the encoder")
  int encoderHidden;

  @Option(names = "--hidden", defaultValue = "512", description = "hidden size of the decoder")
  int hidden;

  @Option(names = "--embedding", defaultValue = "256", description = "size of token vectors")
  int embedding;

  @Option(
      names = "--attention",
      defaultValue = "general",
      description = "none, dot, general or mlp")
  TranslationConfig.Attend attention;

  @Option(names = "--dropout", defaultValue = "0.2", description = "dropped between layers")
  double dropout;

  @Option(names = "--label-smoothing", defaultValue = "0.1", description = "smoothed mass")
  double labelSmoothing;

  @Option(names = "--bpe-dropout", defaultValue = "0.05", description = "merges left out")
  double bpeDropout;

  @Option(names = "--word-dropout", defaultValue = "0", description = "decoder input hidden")
  double wordDropout;

  @Option(
      names = "--scheduled-sampling",
      defaultValue = "0",
      description = "decoder input predicted, at the end of training")
  double scheduledSampling;

  @Option(
      names = "--batch-tokens",
      defaultValue = "1024",
      description = "target tokens in a minibatch, padded")
  int batchTokens;

  @Option(names = "--max-tokens", defaultValue = "60", description = "longest side")
  int maxTokens;

  @Option(names = "--max-ratio", defaultValue = "3", description = "most lopsided pair")
  double maxRatio;

  /** The configuration these options mean. */
  public TranslationConfig config() {
    return new TranslationConfig(
        units,
        sourceVocabulary,
        targetVocabulary,
        joint,
        cell,
        encoderLayers,
        decoderLayers,
        encoderHidden,
        hidden,
        embedding,
        attention,
        dropout,
        labelSmoothing,
        bpeDropout,
        wordDropout,
        scheduledSampling,
        batchTokens,
        maxTokens,
        maxRatio,
        columns);
  }
}
