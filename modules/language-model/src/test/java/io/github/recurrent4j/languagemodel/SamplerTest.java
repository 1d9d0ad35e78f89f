package io.github.recurrent4j.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 20_000;

  /** Logits of the probabilities 0.5, 0.3, 0.15 and 0.05. */
  private static final float[] LOGITS = {
    (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.15), (float) Math.log(0.05)
  };

  private static GenerationOptions options(double temperature, int topK, double topP, long seed) {
    return new GenerationOptions("", 0, temperature, topK, topP, seed);
  }

  /** How often each token is drawn. */
  private static double[] frequencies(GenerationOptions options, int banned) {
    Sampler sampler = new Sampler(options, LOGITS.length);
    double[] count = new double[LOGITS.length];
    for (int i = 0; i < DRAWS; i++) {
      count[sampler.next(LOGITS, banned)] += 1.0 / DRAWS;
    }
    return count;
  }

  private static void assertFrequencies(double[] found, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("token %d", i).isCloseTo(expected[i], within(0.015));
      // What may not be drawn never is.
      assertThat(found[i] == 0).isEqualTo(expected[i] == 0);
    }
  }

  @Test
  void temperatureOneDrawsAsTheProbabilitiesSay() {
    assertFrequencies(frequencies(options(1, 0, 1, 1), -1), 0.5, 0.3, 0.15, 0.05);
  }

  @Test
  void temperatureSharpensAndFlattens() {
    double sum = 0.25 + 0.09 + 0.0225 + 0.0025;
    assertFrequencies(
        frequencies(options(0.5, 0, 1, 2), -1), 0.25 / sum, 0.09 / sum, 0.0225 / sum, 0.0025 / sum);
    assertFrequencies(frequencies(options(0, 0, 1, 2), -1), 1, 0, 0, 0);
  }

  @Test
  void topKKeepsTheLikeliest() {
    assertFrequencies(frequencies(options(1, 2, 1, 3), -1), 0.625, 0.375, 0, 0);
    assertFrequencies(frequencies(options(1, 9, 1, 3), -1), 0.5, 0.3, 0.15, 0.05);
  }

  @Test
  void topPKeepsTheNucleus() {
    // 0.5 and 0.3 do not hold 0.9 together; 0.15 does with them.
    double sum = 0.95;
    assertFrequencies(frequencies(options(1, 0, 0.9, 4), -1), 0.5 / sum, 0.3 / sum, 0.15 / sum, 0);
    assertFrequencies(frequencies(options(1, 0, 0.4, 4), -1), 1, 0, 0, 0);
  }

  @Test
  void theBannedTokenIsNeverDrawn() {
    assertFrequencies(frequencies(options(1, 0, 1, 5), 0), 0, 0.6, 0.3, 0.1);
    assertFrequencies(frequencies(options(0, 0, 1, 5), 0), 0, 1, 0, 0);
  }

  @Test
  void aSeedGivesTheSameTokens() {
    Sampler one = new Sampler(options(1, 0, 1, 6), LOGITS.length);
    Sampler other = new Sampler(options(1, 0, 1, 6), LOGITS.length);
    for (int i = 0; i < 100; i++) {
      assertThat(one.next(LOGITS, -1)).isEqualTo(other.next(LOGITS, -1));
    }
  }
}
