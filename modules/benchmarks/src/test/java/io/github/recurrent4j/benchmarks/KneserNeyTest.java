package io.github.recurrent4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** BerkeleyLM's Kneser-Ney model beside fractions computed by hand. */
class KneserNeyTest {
  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;
  private static final int END = 3;

  private static double bits(double probability) {
    return -Math.log(probability) / Math.log(2);
  }

  /**
   * Of the bigrams (and what follows an end, BerkeleyLM's own) two occur once and two twice: the
   * discount is 2 / (2 + 2·2) = 1/3. Six kinds of bigrams end in: a 1, b 1, c 1, end 2,
   * BerkeleyLM's end 1.
   */
  @Test
  void bigrams() {
    List<int[]> lines =
        List.of(new int[] {A, B, END}, new int[] {A, B, END}, new int[] {A, C, END});
    KneserNey model = KneserNey.of(lines, 4, 2);
    double first = (3 - 1 / 3.0) / 3 + 1 / 3.0 / 3 * (1 / 6.0);
    double b = (2 - 1 / 3.0) / 3 + 1 / 3.0 * 2 / 3 * (1 / 6.0);
    double c = (1 - 1 / 3.0) / 3 + 1 / 3.0 * 2 / 3 * (1 / 6.0);
    double endAfterB = (2 - 1 / 3.0) / 2 + 1 / 3.0 / 2 * (2 / 6.0);
    double endAfterC = (1 - 1 / 3.0) / 1 + 1 / 3.0 / 1 * (2 / 6.0);
    assertThat(model.bits(new int[] {A, B, END}))
        .isCloseTo(bits(first * b * endAfterB), within(1e-4));
    assertThat(model.bits(new int[] {A, C, END}))
        .isCloseTo(bits(first * c * endAfterC), within(1e-4));
    // Never seen after a: the part that discounting freed, times its share among endings.
    double again = 1 / 3.0 * 2 / 3 * (1 / 6.0);
    assertThat(model.bits(new int[] {A, A})).isCloseTo(bits(first * again), within(1e-4));
  }

  @Test
  void probabilitiesAreADistribution() {
    List<int[]> lines =
        List.of(
            new int[] {A, B, END},
            new int[] {A, B, END},
            new int[] {A, C, END},
            new int[] {B, A, END});
    for (int order : new int[] {3, 5}) {
      KneserNey model = KneserNey.of(lines, 4, order);
      double before = model.bits(new int[] {A, B});
      double sum = 0;
      for (int next = 0; next < 4; next++) {
        sum += Math.pow(2, before - model.bits(new int[] {A, B, next}));
      }
      // What is missing is BerkeleyLM's own end, which only follows ends.
      assertThat(sum).isBetween(0.9, 1.0);
    }
  }

  @Test
  void whatTrainingLacksHasAProbability() {
    List<int[]> lines = List.of(new int[] {A, B, END}, new int[] {A, B, END});
    KneserNey model = KneserNey.of(lines, 6, 3);
    assertThat(model.bits(new int[] {A, 5, END})).isBetween(2.0, 40.0);
  }
}
