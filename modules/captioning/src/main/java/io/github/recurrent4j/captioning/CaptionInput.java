package io.github.recurrent4j.captioning;

/** Something to be captioned: a {@link Picture}, or features from elsewhere, a {@link Grid}. */
public sealed interface CaptionInput permits Picture, Grid {

  /**
   * As the network of this shape reads it.
   *
   * @throws IllegalArgumentException if it does not fit the shape
   */
  Grid grid(CaptionShape shape);
}
