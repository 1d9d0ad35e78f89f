package io.github.recurrent4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HypothesisTest {
  private static final Hypothesis TWO =
      Hypothesis.START
          .plus(5, new float[] {0.75f, 0.25f}, Math.log(0.5))
          .plus(6, new float[] {0.5f, 0.5f}, Math.log(0.25));

  @Test
  void pathBeginsBehindTheStart() {
    assertThat(TWO.path()).extracting(Hypothesis::token).isEqualTo(List.of(5, 6));
    assertThat(TWO.length()).isEqualTo(2);
    assertThat(Hypothesis.START.path()).isEmpty();
  }

  @Test
  void probabilitiesMultiply() {
    assertThat(TWO.logProbability()).isCloseTo(Math.log(0.125), within(1e-12));
    assertThat(TWO.score(new BeamSearch.Options(1, 1, 0, 0), 2))
        .isCloseTo(Math.log(0.125), within(1e-12));
  }

  @Test
  void lengthIsNormalizedAsInWuEtAl() {
    double penalty = Math.pow(7.0 / 6, 0.6);
    assertThat(TWO.score(new BeamSearch.Options(1, 1, 0.6, 0), 2))
        .isCloseTo(Math.log(0.125) / penalty, within(1e-12));
  }

  @Test
  void whatWasNotAttendedToCosts() {
    // The first source step saw 1.25 and counts as whole, the second 0.75.
    assertThat(TWO.score(new BeamSearch.Options(1, 1, 0, 0.2), 2))
        .isCloseTo(Math.log(0.125) + 0.2 * Math.log(0.75), within(1e-6));
  }
}
