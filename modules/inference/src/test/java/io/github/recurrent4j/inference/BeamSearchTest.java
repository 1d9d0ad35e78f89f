package io.github.recurrent4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class BeamSearchTest {
  private static final int A = 3;
  private static final int B = 4;
  private static final int C = 5;
  private static final int TOKENS = 6;

  /** Probabilities of the end, A, B and C. */
  private static float[] p(double end, double a, double b, double c) {
    float[] p = new float[TOKENS];
    p[BeamSearch.END] = (float) end;
    p[A] = (float) a;
    p[B] = (float) b;
    p[C] = (float) c;
    return p;
  }

  /** After the start A is likelier than B, but all that follows A is unlikely. */
  private static float[] garden(List<Integer> history) {
    List<Integer> read = history.subList(2, history.size());
    return Map.of(
            List.of(), p(0, 0.6, 0.4, 0),
            List.of(A), p(0.3, 0.35, 0, 0.35),
            List.of(B), p(0, 0, 0, 1))
        .getOrDefault(read, p(1, 0, 0, 0));
  }

  private static BeamSearch.Options options(int beam, int nBest) {
    return new BeamSearch.Options(beam, nBest, 0, 0);
  }

  private static List<Integer> tokens(Hypothesis h) {
    return h.path().stream().map(Hypothesis::token).toList();
  }

  private static List<List<Hypothesis>> search(
      FakeDecoder decoder, BeamSearch.Options options, int[]... sources) {
    return search(decoder, () -> {}, options, sources);
  }

  private static List<List<Hypothesis>> search(
      FakeDecoder decoder, Runnable check, BeamSearch.Options options, int[]... sources) {
    return new BeamSearch(TOKENS, check, options)
        .search(
            decoder.encode(sources, options.beam()),
            Arrays.stream(sources).map(s -> BeamSearch.Start.ofText(s.length)).toList());
  }

  @Test
  void greedyFollowsTheLikeliestTokenAndTheBeamFindsBetter() {
    FakeDecoder decoder = new FakeDecoder(TOKENS, BeamSearchTest::garden);
    Hypothesis greedy = search(decoder, options(1, 1), new int[] {7, 8}).get(0).get(0);
    assertThat(tokens(greedy)).containsExactly(A, A, BeamSearch.END);
    Hypothesis best = search(decoder, options(2, 1), new int[] {7, 8}).get(0).get(0);
    assertThat(tokens(best)).containsExactly(B, C, BeamSearch.END);
    assertThat(best.logProbability()).isCloseTo(Math.log(0.4), within(1e-6));
    assertThat(decoder.open).isZero();
  }

  @Test
  void candidatesComeBestFirst() {
    FakeDecoder decoder = new FakeDecoder(TOKENS, BeamSearchTest::garden);
    List<Hypothesis> all = search(decoder, options(3, 3), new int[] {7}).get(0);
    assertThat(all)
        .extracting(BeamSearchTest::tokens)
        .first()
        .isEqualTo(List.of(B, C, BeamSearch.END));
    assertThat(all)
        .extracting(Hypothesis::logProbability)
        .isSortedAccordingTo((x, y) -> Double.compare(y, x));
  }

  @Test
  void equalScoresGoToTheLowerToken() {
    FakeDecoder decoder =
        new FakeDecoder(TOKENS, h -> h.size() == 2 ? p(0, 0.25, 0.25, 0.5) : p(1, 0, 0, 0));
    List<Hypothesis> all = search(decoder, options(3, 3), new int[] {7}).get(0);
    assertThat(all)
        .extracting(BeamSearchTest::tokens)
        .containsExactly(
            List.of(C, BeamSearch.END), List.of(A, BeamSearch.END), List.of(B, BeamSearch.END));
  }

  @Test
  void whatIsDoneIsHandedOverWhileTheOthersGoOn() {
    FakeDecoder decoder =
        new FakeDecoder(
            TOKENS, h -> h.size() - 2 < h.get(0) ? p(0, 0.9, 0.1, 0) : p(0.9, 0, 0.1, 0));
    int[][] sources = {{2, 0, 0}, {5, 0, 0}, {1, 0, 0}, {3, 0, 0}};
    List<List<Hypothesis>> together = search(decoder, options(2, 1), sources);
    int[] steps = new int[1];
    List<Integer> order = new ArrayList<>();
    List<Integer> whenDone = new ArrayList<>();
    new BeamSearch(TOKENS, () -> steps[0]++, options(2, 1))
        .search(
            decoder.encode(sources, 2),
            Arrays.stream(sources).map(s -> BeamSearch.Start.ofText(s.length)).toList(),
            (found, place) -> {
              order.add(place);
              whenDone.add(steps[0]);
              assertThat(tokens(found.get(0))).isEqualTo(tokens(together.get(place).get(0)));
            });
    assertThat(order).containsExactly(2, 0, 3, 1);
    assertThat(whenDone).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void sentencesOfABatchDoNotDisturbEachOther() {
    // Sentence n is A n times; those that are done are dropped from the batch.
    FakeDecoder decoder =
        new FakeDecoder(
            TOKENS, h -> h.size() - 2 < h.get(0) ? p(0, 0.9, 0.1, 0) : p(0.9, 0, 0.1, 0));
    int[][] sources = {{2, 0, 0}, {5, 0, 0}, {1, 0, 0}, {3, 0, 0}};
    List<List<Hypothesis>> together = search(decoder, options(2, 1), sources);
    for (int n = 0; n < sources.length; n++) {
      assertThat(tokens(together.get(n).get(0))).hasSize(sources[n][0] + 1);
      List<Hypothesis> alone = search(decoder, options(2, 1), sources[n]).get(0);
      assertThat(tokens(alone.get(0))).isEqualTo(tokens(together.get(n).get(0)));
    }
  }

  @Test
  void whatNeverEndsIsCutAtTwiceTheLengthAndTen() {
    FakeDecoder decoder = new FakeDecoder(TOKENS, h -> p(0, 1, 0, 0));
    Hypothesis h = search(decoder, options(2, 1), new int[] {7, 7, 7}).get(0).get(0);
    assertThat(h.length()).isEqualTo(16);
    assertThat(decoder.steps).isEqualTo(16);
  }

  @Test
  void paddingAndStartAreNeverChosen() {
    FakeDecoder decoder =
        new FakeDecoder(
            TOKENS,
            h -> {
              float[] p = p(0.2, 0.1, 0, 0);
              p[BeamSearch.PAD] = 0.4f;
              p[BeamSearch.START] = 0.3f;
              return p;
            });
    assertThat(tokens(search(decoder, options(1, 1), new int[] {7}).get(0).get(0)))
        .containsExactly(BeamSearch.END);
  }

  @Test
  void attentionIsThatOfTheRowTheTokenCameFrom() {
    FakeDecoder decoder = new FakeDecoder(TOKENS, BeamSearchTest::garden);
    List<Hypothesis> path = search(decoder, options(2, 1), new int[] {7}).get(0).get(0).path();
    for (int t = 0; t < path.size(); t++) {
      assertThat(path.get(t).weights()[t]).isEqualTo(1);
    }
  }

  @Test
  void anInterruptEndsASearchAndFreesIt() {
    FakeDecoder decoder = new FakeDecoder(TOKENS, h -> p(0, 1, 0, 0));
    Runnable check =
        () -> {
          if (decoder.steps == 3) {
            throw new CancellationException("interrupted");
          }
        };
    assertThatThrownBy(() -> search(decoder, check, options(2, 1), new int[] {7, 7, 7, 7}))
        .isInstanceOf(CancellationException.class);
    assertThat(decoder.open).isZero();
  }
}
