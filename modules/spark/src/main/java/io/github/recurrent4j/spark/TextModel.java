package io.github.recurrent4j.spark;

import java.util.List;

/** A model that answers texts; several threads may ask at once. */
interface TextModel extends AutoCloseable {
  /**
   * Answers texts.
   *
   * @param texts none of them null
   * @return for each text a value for each column that the transformer adds
   */
  List<Object[]> answers(List<String> texts);

  /** Waits for calls under way and frees the model. */
  @Override
  void close();
}
