package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the equations in double precision. */
class DescentTest {
  private final Random random = new Random(9);

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 150_001})
  void stepsAreThoseOfTheEquations(int n) {
    float[] w = values(n);
    float[] g = values(n);
    float[] h = values(n);
    float[] s = values(n);
    for (int i = 0; i < n; i++) {
      s[i] = Math.abs(s[i]);
    }
    try (Scope scope = new Scope("test")) {
      Floats gradient = scope.copyOf(g);
      Floats home = scope.copyOf(h);
      Floats size = scope.copyOf(s);
      Floats alone = scope.copyOf(w);
      Descent.plain(0.3, 0, null).step(alone, gradient);
      Floats drawn = scope.copyOf(w);
      Descent.plain(0.3, 0.2, home).step(drawn, gradient);
      Floats scaled = scope.copyOf(w);
      Descent.scaled(0.003, 0.4, home, size, 0.8, 1e-2).step(scaled, gradient);
      Floats free = scope.copyOf(w);
      Descent.scaled(0.003, 0, home, size, 0.8, 1e-2).step(free, gradient);
      for (int i = 0; i < n; i += Math.max(1, n / 977)) {
        double way = (double) h[i] - w[i];
        double part = 0.003 * g[i] / (s[i] + 1e-2);
        assertThat(alone.get(i)).isCloseTo((float) (w[i] - 0.3 * g[i]), within(1e-6f));
        assertThat(drawn.get(i)).isCloseTo((float) (w[i] - 0.3 * g[i] + 0.2 * way), within(1e-6f));
        assertThat(scaled.get(i))
            .isCloseTo((float) (w[i] - part + Math.min(1, 0.4 * s[i] / 0.8) * way), within(1e-5f));
        assertThat(free.get(i)).isCloseTo((float) (w[i] - part), within(1e-5f));
      }
    }
  }

  @Test
  void lengthsAreChecked() {
    try (Scope scope = new Scope("test")) {
      Floats three = scope.zeros(3);
      Floats two = scope.zeros(2);
      assertThatThrownBy(() -> Descent.plain(1, 0, null).step(three, two))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Descent.plain(1, 0.1, two).step(three, three))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
