package io.github.recurrent4j.translation;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;

/**
 * The shape of a translator.
 *
 * @param units what a token is
 * @param sourceVocabulary largest number of source tokens
 * @param targetVocabulary largest number of target tokens
 * @param joint whether one set of byte pairs serves both sides
 * @param cell the recurrence of encoder and decoder
 * @param encoderLayers bidirectional encoder layers
 * @param decoderLayers decoder layers
 * @param encoderHidden hidden size of each direction of the encoder
 * @param hidden hidden size of the decoder
 * @param embedding size of the token vectors and of the readout
 * @param attention how the decoder attends to the encoder
 * @param dropout probability to drop a value between layers, the same over time
 * @param labelSmoothing probability mass spread over all tokens in the targets
 * @param bpeDropout probability to leave out a merge when training texts are encoded
 * @param wordDropout probability to hide a token from the decoder's input
 * @param scheduledSampling probability, at the end of training, that the decoder reads its own
 *     prediction instead of the true token; it rises linearly from 0
 * @param batchTokens padded tokens of the longer side in a minibatch, about
 * @param maxTokens longer training sentences are left out
 * @param maxRatio most lopsided training pair
 * @param columns which column of the training file is the source
 */
public record TranslationConfig(
    Units units,
    int sourceVocabulary,
    int targetVocabulary,
    boolean joint,
    Cell cell,
    int encoderLayers,
    int decoderLayers,
    int encoderHidden,
    int hidden,
    int embedding,
    Attend attention,
    double dropout,
    double labelSmoothing,
    double bpeDropout,
    double wordDropout,
    double scheduledSampling,
    int batchTokens,
    int maxTokens,
    double maxRatio,
    Columns columns) {

  /** What a token is. */
  public enum Units {
    /** Byte pairs: frequent character sequences. */
    BPE,
    /** Words between spaces. */
    WORD,
    /** Characters. */
    CHAR
  }

  /** Recurrences. */
  public enum Cell {
    /** Simple recurrent network. */
    RNN,
    /** Gated recurrent unit. */
    GRU,
    /** Long short-term memory. */
    LSTM
  }

  /** Kinds of attention. */
  public enum Attend {
    /** None: the decoder only gets the encoder's last state (Sutskever et al., 2014). */
    NONE,
    /** Dot product; needs 2·encoderHidden = hidden. */
    DOT,
    /** Bilinear form (Luong et al., 2015). */
    GENERAL,
    /** A hidden layer (Bahdanau et al., 2015). */
    MLP
  }

  /** Checks ranges. */
  public TranslationConfig {
    require(sourceVocabulary >= 300, "--source-vocabulary must be at least 300");
    require(targetVocabulary >= 300, "--target-vocabulary must be at least 300");
    require(encoderLayers >= 1, "--encoder-layers must be at least 1");
    require(decoderLayers >= 1, "--decoder-layers must be at least 1");
    require(encoderHidden >= 1, "--encoder-hidden must be at least 1");
    require(hidden >= 1, "--hidden must be at least 1");
    require(embedding >= 1, "--embedding must be at least 1");
    require(in01(dropout), "--dropout must be in [0, 1)");
    require(in01(labelSmoothing), "--label-smoothing must be in [0, 1)");
    require(in01(bpeDropout), "--bpe-dropout must be in [0, 1)");
    require(in01(wordDropout), "--word-dropout must be in [0, 1)");
    require(in01(scheduledSampling), "--scheduled-sampling must be in [0, 1)");
    require(batchTokens >= 1, "--batch-tokens must be at least 1");
    require(maxTokens >= 1, "--max-tokens must be at least 1");
    require(maxRatio >= 1, "--max-ratio must be at least 1");
    require(
        attention != Attend.DOT || 2 * encoderHidden == hidden,
        "--attention dot needs --hidden to be twice --encoder-hidden");
  }

  private static boolean in01(double p) {
    return p >= 0 && p < 1;
  }
}
