package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside sums in double precision; the loss is half of the squares, whose gradient is Y itself. */
class OutputProductsTest {
  private final Random random = new Random(4);

  @BeforeEach
  void bf16() {
    assumeTrue(OneDnn.supportsBf16());
  }

  private float[] values(int length) {
    float[] v = new float[length];
    for (int i = 0; i < length; i++) {
      v[i] = (float) random.nextGaussian();
    }
    return v;
  }

  /** ‖a − b‖ / ‖b‖. */
  private static double distance(float[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < b.length; i++) {
      difference += Math.pow(a[i] - b[i], 2);
      norm += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1030, true",
    "512, 1030, true",
    "300, 1030, true",
    "300, 1030, false",
    "45, 70000, false"
  })
  void areThoseOfTheWholeMatrices(int rows, int classes, boolean bias) {
    int hidden = 24;
    float[] x = values(rows * hidden);
    float[] w = values(classes * hidden);
    float[] b = bias ? values(classes) : new float[classes];
    double[] dX = new double[x.length];
    double[] dW = new double[w.length];
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < classes; v++) {
        double y = b[v];
        for (int j = 0; j < hidden; j++) {
          y += (double) x[i * hidden + j] * w[v * hidden + j];
        }
        for (int j = 0; j < hidden; j++) {
          dX[i * hidden + j] += y * w[v * hidden + j];
          dW[v * hidden + j] += y * x[i * hidden + j];
        }
      }
    }
    try (Scope scope = new Scope("test")) {
      Floats gradient = scope.floats(x.length);
      Floats weightGradient = scope.copyOf(values(classes * hidden));
      OutputProducts products =
          new OutputProducts(
              rows,
              hidden,
              classes,
              scope.copyOf(x),
              scope.copyOf(w),
              bias ? scope.copyOf(b) : null);
      boolean[] seen = new boolean[rows];
      OutputProducts.Loss loss =
          (first, count, logits, part) -> {
            assertThat(logits.length()).isEqualTo((long) count * classes);
            assertThat(part).isLessThan(products.parts());
            for (int i = first; i < first + count; i++) {
              assertThat(seen[i]).isFalse();
              seen[i] = true;
            }
          };
      products.compute(loss, gradient, weightGradient, false);
      assertThat(seen).doesNotContain(false);
      assertThat(distance(gradient.toArray(), dX)).isBetween(1e-6, 0.01);
      float[] overwritten = weightGradient.toArray();
      assertThat(distance(overwritten, dW)).isBetween(1e-6, 0.01);

      Arrays.fill(seen, false);
      products.compute(loss, gradient, weightGradient, true);
      float[] twice = weightGradient.toArray();
      for (int i = 0; i < twice.length; i += 101) {
        assertThat(twice[i]).isEqualTo(2 * overwritten[i]);
      }
    }
  }
}
