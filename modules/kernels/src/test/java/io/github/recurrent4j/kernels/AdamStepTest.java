package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside the equations in double precision. */
class AdamStepTest {
  private static final AdamStep STEP = new AdamStep(1e-2f, 0.9f, 0.99f, 1e-5f);

  private final Random random = new Random(5);

  private float[] values(int n, boolean positive) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      float x = (float) random.nextGaussian();
      values[i] = positive ? Math.abs(x) : x;
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "511, 4", "512, 5", "70001, 1", "200000, 64"})
  void isAdam(int n, float divisor) {
    float[] p = values(n, false);
    float[] g = values(n, false);
    float[] m = values(n, false);
    float[] v = values(n, true);
    try (Scope scope = new Scope("test")) {
      Floats parameters = scope.copyOf(p);
      Floats gradient = scope.copyOf(g);
      Floats first = scope.copyOf(m);
      Floats second = scope.copyOf(v);
      STEP.update(parameters, gradient, first, second, new AdamStep.Scale(1.5f, divisor, 0.01f));

      Floats replaced = scope.copyOf(g);
      STEP.replace(replaced, scope.copyOf(m), scope.copyOf(v));

      for (int i = 0; i < n; i += Math.max(1, n / 977)) {
        double scaled = 1.5 * g[i] / divisor;
        double mi = 0.9 * m[i] + 0.1 * scaled;
        double vi = 0.99 * v[i] + 0.01 * scaled * scaled;
        assertThat(first.get(i)).isCloseTo((float) mi, within(1e-6f));
        assertThat(second.get(i)).isCloseTo((float) vi, within(1e-6f));
        assertThat(parameters.get(i))
            .isCloseTo((float) (0.99 * p[i] - 0.01 * mi / (Math.sqrt(vi) + 1e-5)), within(1e-5f));
        double whole = 0.01 * (0.9 * m[i] + 0.1 * g[i]);
        assertThat(replaced.get(i))
            .isCloseTo(
                (float) (whole / (Math.sqrt(0.99 * v[i] + 0.01 * g[i] * g[i]) + 1e-5)),
                within(1e-5f));
      }
      assertThat(gradient.toArray()).isEqualTo(g);
    }
  }

  @Test
  void lengthsAreChecked() {
    try (Scope scope = new Scope("test")) {
      Floats three = scope.zeros(3);
      Floats two = scope.zeros(2);
      assertThatThrownBy(() -> STEP.update(three, three, three, two, new AdamStep.Scale(1, 1, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 floats beside 2");
      assertThatThrownBy(() -> STEP.replace(two, three, two))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
