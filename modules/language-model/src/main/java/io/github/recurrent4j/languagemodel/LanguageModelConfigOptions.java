package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.training.TrainingOptions;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.Tokenizer;
import picocli.CommandLine.Option;

/** The command-line options that make a {@link LanguageModelConfig}. */
public final class LanguageModelConfigOptions {
  private static final double CHARACTER_RATE = 0.005;
  private static final double WORD_RATE = 0.002;

  @Option(names = "--level", defaultValue = "char", description = "char or word")
  Level level;

  @Option(names = "--cell", defaultValue = "gru", description = "rnn, gru, lstm or ffn")
  LanguageModelConfig.Cell cell;

  @Option(names = "--layers", defaultValue = "2", description = "hidden layers")
  int layers;

  @Option(names = "--hidden", defaultValue = "256", description = "hidden size")
  int hidden;

  @Option(
      names = "--embedding",
      description = "size of token vectors; 0: one-hot (char: 128, word: --hidden)")
  Integer embedding;

  @Option(names = "--window", defaultValue = "8", description = "tokens that --cell ffn sees")
  int window;

  @Option(names = "--tied", description = "output weights are the embedding's")
  boolean tied;

  @Option(
      names = "--dropout",
      defaultValue = "0.1",
      description = "dropped between layers, the same over time")
  double dropout;

  @Option(names = "--batch-size", defaultValue = "32", description = "parallel sequences")
  int batchSize;

  @Option(names = "--bptt", defaultValue = "64", description = "steps back-propagated through")
  int bptt;

  @Option(names = "--min-frequency", defaultValue = "1", description = "rarer words are unknown")
  int minFrequency;

  @Option(names = "--max-vocabulary", defaultValue = "50000", description = "largest vocabulary")
  int maxVocabulary;

  /** The configuration these options mean. */
  public LanguageModelConfig config() {
    boolean needed = level == Level.WORD || cell == LanguageModelConfig.Cell.FFN || tied;
    int vectors = embedding != null ? embedding : needed ? hidden : Math.min(hidden, 128);
    return new LanguageModelConfig(
        level.tokenizer,
        cell,
        layers,
        hidden,
        vectors,
        window,
        tied,
        dropout,
        batchSize,
        bptt,
        minFrequency,
        maxVocabulary);
  }

  /** Training settings whose default learning rate suits the level. */
  public TrainingSettings settings(TrainingOptions training) {
    return training.settings(level == Level.CHAR ? CHARACTER_RATE : WORD_RATE);
  }

  /** Levels as the command line names them. */
  enum Level {
    CHAR(Tokenizer.CHARACTER),
    WORD(Tokenizer.WORD);

    final Tokenizer tokenizer;

    Level(Tokenizer tokenizer) {
      this.tokenizer = tokenizer;
    }
  }
}
