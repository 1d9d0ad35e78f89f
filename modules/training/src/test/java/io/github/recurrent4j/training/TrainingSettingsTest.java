package io.github.recurrent4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.training.TrainingSettings.Schedule;
import io.github.recurrent4j.vectorization.BadInputException;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class TrainingSettingsTest {
  static TrainingSettings settings(String updater, Schedule schedule, int accumulation) {
    return new TrainingSettings(
        3,
        Double.POSITIVE_INFINITY,
        updater,
        0.01,
        schedule,
        4,
        0.1,
        1,
        GradientNormalization.None,
        1,
        accumulation,
        0.9,
        2,
        0,
        7);
  }

  @Test
  void schedules() {
    TrainingSettings cosine = settings("adam", Schedule.COSINE, 1);
    assertThat(cosine.rate(0, 0, 0)).isCloseTo(0.0025, within(1e-12));
    assertThat(cosine.rate(10, 0, 0)).isCloseTo(0.01, within(1e-12));
    assertThat(cosine.rate(10, 0.5, 0)).isCloseTo(0.01 * (0.01 + 0.99 / 2), within(1e-12));
    assertThat(cosine.rate(10, 1, 0)).isCloseTo(0.0001, within(1e-12));
    assertThat(settings("adam", Schedule.PLATEAU, 1).rate(10, 0.9, 2))
        .isCloseTo(0.0025, within(1e-12));
    assertThat(settings("adam", Schedule.CONSTANT, 1).rate(10, 0.9, 2)).isEqualTo(0.01);
  }

  @Test
  void updaters() {
    assertThat(settings("sgd", Schedule.CONSTANT, 1).newUpdater(0.5)).isInstanceOf(Sgd.class);
    assertThat(settings("adamw", Schedule.CONSTANT, 1).newUpdater(0.5)).isInstanceOf(Adam.class);
    assertThatThrownBy(() -> settings("rprop", Schedule.CONSTANT, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--updater must be");
  }
}
