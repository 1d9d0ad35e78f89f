package io.github.recurrent4j.languagemodel;

/** A model that reads a text from its beginning, some tokens at a time. */
interface SegmentReader extends AutoCloseable {

  /**
   * What was predicted of a segment.
   *
   * @param logProbabilities log p of each next token
   * @param states what the top layer gave at each step, [time, hidden] row by row
   */
  record Segment(double[] logProbabilities, float[] states) {}

  /** Tokens to read at once, at most. */
  int length();

  /** Size of a state. */
  int stateSize();

  /**
   * Reads a segment.
   *
   * @param tokens its tokens
   * @param next the token after each
   */
  Segment read(int[] tokens, int[] next);

  @Override
  void close();
}
