package io.github.recurrent4j.spark;

import java.io.Serializable;
import java.nio.file.Path;

/** Opens a model on an executor; two that are equal open the same. */
interface ModelOpener extends Serializable {
  /** The app whose models it opens, as model files name it. */
  String app();

  /**
   * Opens a model file, which may be deleted afterwards.
   *
   * @throws io.github.recurrent4j.vectorization.BadInputException if it is no model of the app
   */
  TextModel open(Path file);
}
