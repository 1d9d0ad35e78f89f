package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementwiseTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 1", "1, 4099", "3, 4096", "5, 70001", "40, 2560"})
  void sumsProductsAndAveragesEqualPlainLoops(int steps, int size) {
    Random random = new Random(steps * 31L + size);
    float[] a = values(random, steps * size);
    float[] b = values(random, steps * size);
    float[] mask = values(random, size);
    try (Scope scope = new Scope("test")) {
      Floats x = scope.copyOf(a);
      Floats y = scope.copyOf(b);
      Floats product = scope.floats(a.length);
      Elementwise.multiplyEachStep(x, scope.copyOf(mask), product);
      Elementwise.average(y, x, 0.75);
      float[] averaged = y.toArray();
      Elementwise.add(x, scope.copyOf(b));
      float[] sum = x.toArray();
      float[] masked = product.toArray();
      Elementwise.addToEachStep(product, scope.copyOf(mask));
      float[] shifted = product.toArray();
      for (int i = 0; i < a.length; i++) {
        assertThat(sum[i]).isEqualTo(a[i] + b[i]);
        assertThat(masked[i]).isEqualTo(a[i] * mask[i % size]);
        assertThat(shifted[i]).isEqualTo(masked[i] + mask[i % size]);
        assertThat(averaged[i]).isEqualTo(0.75f * b[i] + 0.25f * a[i]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 1", "1, 4099", "300, 257", "5, 1000"})
  void stepsAreSummed(int steps, int size) {
    Random random = new Random(steps * 31L + size);
    float[] a = values(random, steps * size);
    try (Scope scope = new Scope("test")) {
      Floats sum = scope.floats(size);
      Elementwise.sumOfSteps(scope.copyOf(a), sum);
      for (int j = 0; j < size; j++) {
        double expected = 0;
        for (int i = 0; i < steps; i++) {
          expected += a[i * size + j];
        }
        assertThat(sum.get(j)).isEqualTo((float) expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 524_288, 1_100_003})
  void clearedIsZero(int size) {
    try (Scope scope = new Scope("test")) {
      Floats some = scope.floats(size);
      some.fill(3);
      Elementwise.clear(some);
      assertThat(SumOfSquares.of(some)).isZero();
    }
  }

  @Test
  void whatIsNoWholeStepsIsRefused() {
    try (Scope scope = new Scope("test")) {
      Floats five = scope.zeros(5);
      Floats two = scope.zeros(2);
      assertThatThrownBy(() -> Elementwise.addToEachStep(five, two))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Elementwise.sumOfSteps(five, two))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aProductMayReplaceItsFactor() {
    try (Scope scope = new Scope("test")) {
      Floats x = scope.copyOf(new float[] {1, 2, 3, 4});
      Elementwise.multiplyEachStep(x, scope.copyOf(new float[] {2, 0}), x);
      assertThat(x.toArray()).containsExactly(2, 0, 6, 0);
    }
  }

  @Test
  void gradientsGoBackThroughTanh() {
    try (Scope scope = new Scope("test")) {
      Floats gradient = scope.copyOf(new float[] {3, -2, 1});
      Elementwise.tanhBackward(scope.copyOf(new float[] {0, 0.5f, -1}), gradient);
      assertThat(gradient.toArray()).containsExactly(3, -1.5f, 0);
    }
  }

  @Test
  void rowsAreCopiedBetweenMatricesOfDifferentWidths() {
    try (Scope scope = new Scope("test")) {
      Floats narrow = scope.copyOf(new float[] {1, 2, 3, 4, 5, 6});
      Floats wide = scope.zeros(12);
      wide.copyRows(3, 2, 1, 4, narrow, 0, 2);
      assertThat(wide.toArray()).containsExactly(0, 1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0);
      narrow.copyRows(2, 1, 0, 2, wide, 6, 4);
      assertThat(narrow.toArray()).containsExactly(4, 2, 6, 4, 5, 6);
      Floats turned = scope.zeros(6);
      turned.copyRows(3, 2, 4, -2, scope.copyOf(new float[] {1, 2, 3, 4, 5, 6}), 0, 2);
      assertThat(turned.toArray()).containsExactly(5, 6, 3, 4, 1, 2);
      assertThatThrownBy(() -> wide.copyRows(4, 2, 1, 4, narrow, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    try (Scope scope = new Scope("test")) {
      Floats three = scope.zeros(3);
      Floats two = scope.zeros(2);
      assertThatThrownBy(() -> Elementwise.add(three, two)).hasMessageContaining("3 floats beside");
      assertThatThrownBy(() -> Elementwise.multiplyEachStep(three, two, three))
          .hasMessageContaining("no steps of 2");
    }
  }

  private static float[] values(Random random, int n) {
    float[] result = new float[n];
    for (int i = 0; i < n; i++) {
      result[i] = (float) random.nextGaussian();
    }
    return result;
  }
}
