package io.github.recurrent4j.vectorization;

/** What a token is. */
public enum Units {
  /** Byte pairs: frequent character sequences (Sennrich et al., 2016). */
  BPE,
  /** Words between white space. */
  WORD,
  /** Characters: Unicode code points. */
  @Formerly("CHARACTER")
  CHAR;

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
   * Learns the tokens of texts; byte pairs as {@link BytePairLearner} does.
   *
   * @param texts what to learn from
   * @param size most tokens
   */
  public TextCodec learn(Iterable<String> texts, int size) {
    if (this != BPE) {
      return TokenCodec.learn(texts, tokenizer(), size);
    }
    BytePairLearner learner = new BytePairLearner();
    texts.forEach(learner::add);
    return learner.learn(size);
  }
}
