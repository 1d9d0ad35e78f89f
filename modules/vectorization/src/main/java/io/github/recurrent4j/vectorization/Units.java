package io.github.recurrent4j.vectorization;

import io.github.recurrent4j.vectorization.settings.Formerly;
import java.util.List;

/** What a token is. */
public enum Units {
  /** Byte pairs: frequent character sequences (Sennrich et al., 2016). */
  BPE,
  /** Words between white space. */
  WORD,
  /** Characters: Unicode code points. */
  @Formerly("CHARACTER")
  CHAR;

  private static final int MANY_TEXTS = 1000;
  private static final int RARE_CHARACTER = 5;

  /**
   * How texts are cut, where the units need not be learned.
   *
   * @throws BadOptionException for byte pairs
   */
  public Tokenizer tokenizer() {
    return switch (this) {
      case WORD -> Tokenizer.WORD;
      case CHAR -> Tokenizer.CHARACTER;
      case BPE ->
          throw new BadOptionException("byte pairs are learned, not cut: char or word here");
    };
  }

  /**
   * Learns the tokens of texts. Characters rarer than five are left out of byte pairs where there
   * are more than a thousand texts.
   *
   * @param texts what to learn from
   * @param size most tokens
   */
  public TextCodec learn(List<String> texts, int size) {
    return this == BPE
        ? BytePairEncoding.learn(texts, size, texts.size() > MANY_TEXTS ? RARE_CHARACTER : 1)
        : TokenCodec.learn(texts, tokenizer(), size);
  }
}
