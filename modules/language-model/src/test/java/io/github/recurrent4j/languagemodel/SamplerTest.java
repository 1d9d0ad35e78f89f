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

  private static GenerationOptions plain(long seed) {
    return options(1, 0, 1, seed);
  }

  @Test
  void minPKeepsWhatIsNotMuchLessLikely() {
    // 0.25 of the likeliest's 0.5 is 0.125.
    assertFrequencies(
        frequencies(plain(7).withMinP(0.25), -1), 0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0);
    assertFrequencies(frequencies(plain(7).withMinP(0.5), -1), 0.625, 0.375, 0, 0);
    assertFrequencies(frequencies(plain(7).withMinP(1), -1), 1, 0, 0, 0);
    // Without token 0 the likeliest has 0.3.
    assertFrequencies(frequencies(plain(7).withMinP(0.4), 0), 0, 2.0 / 3, 1.0 / 3, 0);
  }

  @Test
  void typicalSamplingKeepsTheExpectedSurprisal() {
    // The entropy is 1.142; surprisals 0.693, 1.204, 1.897, 2.996 are 0.449, 0.062, 0.755 and 1.854
    // away from it: token 1 comes first, then 0, 2, 3.
    assertFrequencies(frequencies(plain(8).withTypicalP(0.25), -1), 0, 1, 0, 0);
    assertFrequencies(frequencies(plain(8).withTypicalP(0.7), -1), 0.625, 0.375, 0, 0);
    assertFrequencies(
        frequencies(plain(8).withTypicalP(0.9), -1), 0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0);
  }

  @Test
  void cutsFollowOneAnother() {
    // Top-k leaves 0.5 and 0.3, which are 0.625 and 0.375: their entropy is 0.662, their surprisals
    // 0.470 and 0.981, of which the first is nearer.
    assertFrequencies(frequencies(options(1, 2, 1, 9).withTypicalP(0.5), -1), 1, 0, 0, 0);
    // Temperature 0.5 makes 0.6849, 0.2466, 0.0616, 0.0068 of them before min-p cuts at 0.2 of the
    // first.
    assertFrequencies(
        frequencies(options(0.5, 0, 1, 9).withMinP(0.2), -1), 0.25 / 0.34, 0.09 / 0.34, 0, 0);
  }

  @Test
  void repetitionPenaltyChangesLogitsBySign() {
    GenerationOptions twice = plain(10).withRepetitionPenalty(2);
    // log 0.5 times 2 is log 0.25.
    assertThat(frequency(LOGITS, twice, 0)).isCloseTo(0.25 / 0.75, within(0.015));
    // A logit above 0 is divided: exp(1) of exp(1) + exp(1) + exp(-2) where token 2's is doubled.
    float[] mixed = {2, 1, -1};
    assertThat(frequency(mixed, twice, 0, 2))
        .isCloseTo(Math.E / (2 * Math.E + Math.exp(-2)), within(0.015));
  }

  /** How often token 0 is drawn when always the same tokens were there before. */
  private static double frequency(float[] logits, GenerationOptions options, int... before) {
    int count = 0;
    for (int i = 0; i < DRAWS; i++) {
      Sampler sampler = new Sampler(options.withSeed(1_000_003L * i), logits.length);
      for (int token : before) {
        sampler.read(token);
      }
      count += sampler.next(logits, -1) == 0 ? 1 : 0;
    }
    return (double) count / DRAWS;
  }

  @Test
  void theWindowForgetsWhatIsLongAgo() {
    float[] level = {1, 1, 1};
    GenerationOptions greedy = options(0, 0, 1, 1).withRepetitionPenalty(3).withRepetitionWindow(2);
    Sampler sampler = new Sampler(greedy, level.length);
    assertThat(sampler.next(level, -1)).isEqualTo(0);
    sampler.read(0);
    assertThat(sampler.next(level, -1)).isEqualTo(1);
    sampler.read(1);
    assertThat(sampler.next(level, -1)).isEqualTo(2);
    sampler.read(2);
    // Token 0 was there three tokens ago.
    assertThat(sampler.next(level, -1)).isEqualTo(0);
    Sampler all = new Sampler(greedy.withRepetitionWindow(0), level.length);
    for (int token : new int[] {0, 1, 1, 1}) {
      all.read(token);
    }
    assertThat(all.next(level, -1)).isEqualTo(2);
  }

  @Test
  void logitsStayAsTheyAre() {
    float[] before = LOGITS.clone();
    Sampler sampler = new Sampler(plain(11).withRepetitionPenalty(2).withMinP(0.3), 4);
    sampler.read(1);
    sampler.next(LOGITS, 0);
    assertThat(LOGITS).isEqualTo(before);
  }
}
