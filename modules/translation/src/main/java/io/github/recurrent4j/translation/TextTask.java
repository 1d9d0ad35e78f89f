package io.github.recurrent4j.translation;

/** What kind of texts a model turns into others, and so how its texts are handled. */
public enum TextTask {
  /**
   * Texts of a language into another: split into sentences; numbers, names, marks and layout are
   * kept by rules where the languages are known.
   */
  TRANSLATION,

  /** Any other task: each text goes to the network as a whole, and its answer is taken as it is. */
  PLAIN
}
