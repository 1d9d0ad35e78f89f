package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumOfSquaresTest {
  private static double expected(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += (double) v * v;
    }
    return sum;
  }

  /** From subnormal floats to those whose squares are infinite. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "5, 1e-44",
    "1000, 1e-40",
    "20000, 3e-30",
    "300000, 1e-20",
    "70001, 1e-12",
    "16384, 1e-3",
    "1025, 1e5",
    "20000, 1e8",
    "300000, 1e20",
    "40, 3e37"
  })
  void ofAnySize(int length, float scale) {
    Random random = new Random(length);
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) (random.nextGaussian() * scale);
    }
    try (Scope scope = new Scope("test")) {
      double sum = expected(x);
      assertThat(SumOfSquares.of(scope.copyOf(x))).isCloseTo(sum, within(1e-6 * sum));
    }
  }

  @Test
  void ofSizesTogether() {
    float[] x = new float[50_000];
    x[3] = 1e-30f;
    x[20_000] = 4e9f;
    x[20_001] = 2e9f;
    x[45_000] = 1e-3f;
    try (Scope scope = new Scope("test")) {
      double sum = expected(x);
      assertThat(SumOfSquares.of(scope.copyOf(x))).isCloseTo(sum, within(1e-6 * sum));
    }
  }

  @Test
  void ofNothingAndOfNoNumbers() {
    try (Scope scope = new Scope("test")) {
      assertThat(SumOfSquares.of(scope.zeros(100_000))).isZero();
      Floats x = scope.zeros(40_000);
      x.put(39_999, Float.NEGATIVE_INFINITY);
      assertThat(SumOfSquares.of(x)).isEqualTo(Double.POSITIVE_INFINITY);
      x.put(17, Float.NaN);
      assertThat(SumOfSquares.of(x)).isNaN();
    }
  }
}
