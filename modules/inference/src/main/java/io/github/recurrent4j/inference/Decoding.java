package io.github.recurrent4j.inference;

/**
 * Sequences being decoded, K hypotheses of each: rows n·K to n·K + K - 1 belong to sequence n. A
 * step reads a token for each row and gives the probabilities of the next. Belongs to one thread.
 */
public interface Decoding extends AutoCloseable {

  /** Reads one token for each row. */
  void step(int[] tokens);

  /** Copies the probabilities of the first tokens, as many as there is room for, after row r. */
  void probabilities(int row, float[] into);

  /** Attention weights of row r over the memory's steps; null without attention. */
  float[] weights(int row);

  /** Lets row r go on from the state of row parents[r]. */
  void reorder(int[] parents);

  /** Goes on with some of the sequences only; to be called between reorder and step. */
  void keep(int[] which);

  @Override
  void close();
}
