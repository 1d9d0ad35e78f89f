package io.github.recurrent4j.layers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against numbers worked out by hand. */
class PointingTest {

  @Test
  void massAndCoverage() {
    // One example, two queries over three steps that hold the words 7, 8 and 7.
    Pointing pointing = new Pointing(1, 3, 3, new int[] {7, 8, 7}, new int[] {7, 8, -1});
    double[] weights = {0.5, 0.2, 0.3, 0.1, 0.8, 0.1, 0.6, 0.3, 0.1};
    double[] out = pointing.forward(weights);
    // Coverage: 0; then min(.1,.5) + min(.8,.2) + min(.1,.3); then min(.6,.6) + .3 + .1.
    assertThat(out).containsExactly(new double[] {0.8, 0, 0.8, 0.4, 0, 1.0}, within(1e-12));
  }

  @Test
  void gradientIsThatOfDifferences() {
    Pointing pointing =
        new Pointing(2, 3, 2, new int[] {1, 1, 2, 2}, new int[] {1, 2, 2, -1, 1, 2});
    double[] weights = {0.3, 0.7, 0.45, 0.55, 0.8, 0.2, 0.6, 0.4, 0.15, 0.85, 0.35, 0.65};
    double[] errors = {0.5, -1, 0.25, 2, -0.75, 1.5, 1, 0.5, -2, 0.25, 0.3, 0.9};
    double[] gradient = pointing.backward(weights, errors);
    double step = 1e-6;
    for (int i = 0; i < weights.length; i++) {
      double[] more = weights.clone();
      double[] less = weights.clone();
      more[i] += step;
      less[i] -= step;
      double difference =
          (dot(pointing.forward(more), errors) - dot(pointing.forward(less), errors));
      assertThat(gradient[i]).isCloseTo(difference / (2 * step), within(1e-6));
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
