package io.github.recurrent4j.lessons;

import io.github.recurrent4j.training.TrainingSettings;
import org.deeplearning4j.nn.conf.GradientNormalization;

/** How the lessons' small models of text are trained: Adam, cosine schedule, norms clipped at 1. */
final class LessonSettings {
  private static final double LEARNING_RATE = 4e-3;

  private LessonSettings() {}

  /** Settings for {@code epochs} passes that begin with {@code warmup} steps of rising rate. */
  static TrainingSettings of(int epochs, int warmup, long seed) {
    return new TrainingSettings(
        epochs,
        Double.POSITIVE_INFINITY,
        "adam",
        LEARNING_RATE,
        TrainingSettings.Schedule.COSINE,
        warmup,
        0,
        1,
        GradientNormalization.None,
        1,
        1,
        0,
        1,
        0,
        seed);
  }
}
