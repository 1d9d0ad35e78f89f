package io.github.recurrent4j.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  @Test
  void scoresByHand() {
    ConfusionMatrix m =
        ConfusionMatrix.of(new int[] {0, 0, 0, 1, 1, 2}, new int[] {0, 0, 1, 1, 2, 1}, 3);
    assertThat(m.counts()).isDeepEqualTo(new int[][] {{2, 1, 0}, {0, 1, 1}, {0, 1, 0}});
    assertThat(m.accuracy()).isCloseTo(0.5, within(1e-12));
    assertThat(m.macroRecall()).isCloseTo((2 / 3.0 + 1 / 2.0 + 0) / 3, within(1e-12));
    // F1: 2·2/(3+2), 2·1/(2+3), 0.
    assertThat(m.macroF1()).isCloseTo((4 / 5.0 + 2 / 5.0) / 3, within(1e-12));
    assertThat(m.precision(2)).isZero();
  }

  @Test
  void aClassThatNeverComesCountsZero() {
    ConfusionMatrix m = ConfusionMatrix.of(new int[] {0, 0}, new int[] {0, 0}, 2);
    assertThat(m.macroRecall()).isEqualTo(0.5);
    assertThat(m.macroF1()).isEqualTo(0.5);
  }
}
