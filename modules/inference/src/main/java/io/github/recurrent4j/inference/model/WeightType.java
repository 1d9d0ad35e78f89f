package io.github.recurrent4j.inference.model;

import java.util.Locale;

/** What a file keeps a model's weights as; in memory they are float32 whatever the file says. */
public enum WeightType {
  /** As they are: 4 bytes a weight. */
  F32,
  /** IEEE 754 half precision, rounded to the nearest: 2 bytes a weight. */
  F16,
  /**
   * A byte a weight, and a float16 scale for each 32 weights that lie side by side: the largest of
   * them by size divided by 127. The error is at most half a scale. Needs version 2 of the model
   * file's format.
   */
  INT8;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
