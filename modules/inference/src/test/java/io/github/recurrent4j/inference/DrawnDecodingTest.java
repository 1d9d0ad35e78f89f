package io.github.recurrent4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawnDecodingTest {
  private static final float[] P = {0.3f, 0.1f, 0.05f, 0.35f, 0.15f, 0.05f};

  /** The same probabilities at every step. */
  private static final class Constant implements Decoding {
    @Override
    public void step(int[] tokens) {
      // The past does not count.
    }

    @Override
    public void probabilities(int row, float[] into) {
      System.arraycopy(P, 0, into, 0, P.length);
    }

    @Override
    public float[] weights(int row) {
      return null;
    }

    @Override
    public void reorder(int[] parents) {
      // Rows do not differ.
    }

    @Override
    public void keep(int[] which) {
      // Nor do sequences.
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }

  private static double[] shares(double temperature, double topP) {
    int draws = 20_000;
    DrawnDecoding drawn = new DrawnDecoding(new Constant(), temperature, topP, new long[] {7});
    double[] shares = new double[P.length];
    float[] p = new float[P.length];
    for (int i = 0; i < draws; i++) {
      drawn.probabilities(0, p);
      int token = IntStream.range(0, p.length).filter(t -> p[t] > 0).findFirst().orElseThrow();
      assertThat(p[token]).isEqualTo(P[token]);
      shares[token] += 1.0 / draws;
    }
    return shares;
  }

  /** Without padding and start, 0.6 is left: 0.05, 0.35, 0.15 and 0.05 of it. */
  @Test
  void drawsAsOftenAsProbabilitiesSay() {
    double[] expected = {0, 0, 0.05 / 0.6, 0.35 / 0.6, 0.15 / 0.6, 0.05 / 0.6};
    assertThat(shares(1, 1)).containsExactly(expected, within(0.015));
  }

  @Test
  void coldDrawsAreLikelier() {
    // Squares: 0.0025, 0.1225, 0.0225, 0.0025 of 0.15.
    double[] expected = {0, 0, 0.0025 / 0.15, 0.1225 / 0.15, 0.0225 / 0.15, 0.0025 / 0.15};
    assertThat(shares(0.5, 1)).containsExactly(expected, within(0.015));
  }

  @Test
  void theUnlikelyAreLeftOut() {
    double[] expected = {0, 0, 0, 0.7, 0.3, 0};
    assertThat(shares(1, 0.8)).containsExactly(expected, within(0.015));
    assertThat(shares(1, 0.01)[3]).isCloseTo(1, within(1e-9));
  }

  /** What a sequence draws is its own, also when others end before it. */
  @Test
  void sequencesDoNotDisturbEachOther() {
    List<Integer> alone = tokens(new long[] {3}, 0);
    assertThat(tokens(new long[] {3, 4, 5}, 0)).isEqualTo(alone);
    assertThat(tokens(new long[] {4, 5, 3, 6}, 2)).isEqualTo(alone);
    assertThat(tokens(new long[] {4}, 0)).isNotEqualTo(alone);
  }

  private static List<Integer> tokens(long[] seeds, int which) {
    BeamSearch search = new BeamSearch(P.length, () -> {}, new BeamSearch.Options(1, 1, 1, 0));
    List<BeamSearch.Start> starts =
        IntStream.range(0, seeds.length).mapToObj(n -> BeamSearch.Start.ofText(20)).toList();
    return search
        .search(new DrawnDecoding(new Constant(), 1, 1, seeds), starts)
        .get(which)
        .get(0)
        .path()
        .stream()
        .map(Hypothesis::token)
        .toList();
  }
}
