package io.github.recurrent4j.vectorization;

import java.io.Serializable;
import java.util.List;

/**
 * A text and its class, or how likely each class is in the eyes of a teacher.
 *
 * @param text the text
 * @param label number of the class, from 0; the likeliest if there are chances
 * @param chances probability of each class; empty if the class is known
 */
public record LabelledText(String text, int label, List<Double> chances) implements Serializable {
  /** Copies the chances. */
  public LabelledText {
    chances = List.copyOf(chances);
  }

  /** A text whose class is known. */
  public LabelledText(String text, int label) {
    this(text, label, List.of());
  }
}
