package io.github.recurrent4j.translation;

/**
 * What a search for translations asks: sentences go in, and step by step the probabilities of the
 * next token come out. Belongs to one thread.
 */
interface Decoder {

  /** Number of target tokens. */
  int targetTokens();

  /**
   * Reads sentences.
   *
   * @param sources ids of each sentence, none empty
   * @param beam hypotheses that will be followed for each
   */
  Decoding encode(int[][] sources, int beam);

  /**
   * Sentences being decoded: rows n·K to n·K + K - 1 belong to sentence n. A step reads a token for
   * each row and gives the probabilities of the next.
   */
  interface Decoding extends AutoCloseable {

    /** Reads one token for each row. */
    void step(int[] tokens);

    /** Copies the probabilities of the token after row r. */
    void probabilities(int row, float[] into);

    /** Attention weights of row r over the source's steps; null without attention. */
    float[] weights(int row);

    /** Lets row r go on from the state of row parents[r]. */
    void reorder(int[] parents);

    /** Goes on with some of the sentences only; to be called between reorder and step. */
    void keep(int[] which);

    @Override
    void close();
  }
}
