package io.github.recurrent4j.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
  /** An id for each word: its length. */
  private static int[] lengths(String text) {
    return text.isEmpty()
        ? new int[0]
        : Arrays.stream(text.split(" ")).mapToInt(String::length).toArray();
  }

  private static List<String> cut(String text, int max) {
    return Window.of(text, WindowTest::lengths, max).stream().map(Window::text).toList();
  }

  @Test
  void aShortTextIsOneWindow() {
    List<Window> windows = Window.of("one two. three", WindowTest::lengths, 5);
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).text()).isEqualTo("one two. three");
    assertThat(windows.get(0).ids()).containsExactly(3, 4, 5);
  }

  @Test
  void aTextWithoutAnythingIsOnePaddingToken() {
    List<Window> windows = Window.of(Window.normal(" ".repeat(3000)), WindowTest::lengths, 5);
    assertThat(windows).hasSize(1);
    assertThat(windows.get(0).ids()).containsExactly(0);
  }

  @Test
  void windowsEndBetweenSentences() {
    assertThat(cut("a bb ccc. d ee. f gg hhh", 5)).containsExactly("a bb ccc. d ee.", "f gg hhh");
    assertThat(cut("a bb ccc. d ee f. gg", 5)).containsExactly("a bb ccc.", "d ee f. gg");
  }

  @Test
  void aLongSentenceIsCutBetweenWords() {
    assertThat(cut("a a a bb bb bb ccc", 3)).containsExactly("a a a", "bb bb bb", "ccc");
  }

  @Test
  void nothingOfALongTextIsLost() {
    String text = "Some words, and then more. ".repeat(900).strip();
    String normal = Window.normal(text);
    assertThat(normal).isEqualTo("some words, and then more. ".repeat(900).strip());
    List<Window> windows = Window.of(normal, WindowTest::lengths, 80);
    assertThat(windows).allMatch(w -> w.ids().length <= 80);
    assertThat(String.join(" ", windows.stream().map(Window::text).toList())).isEqualTo(normal);
  }

  @Test
  void charactersAreNotCutInTwo() {
    String face = "\uD83D\uDE00";
    assertThat(Window.normal("x" + face.repeat(1500)).split(" ")).hasSize(1501).endsWith(face);
  }

  @Test
  void theNormalFormOfATweetIsTheTweets() {
    String tweet = "@ann SOOOO good!!! #BestDay \uD83D\uDE00 http://example.org";
    assertThat(Window.normal(tweet)).isEqualTo(TweetNormalizer.normalize(tweet));
  }

  @Test
  void lengthsWeigh() {
    double[] mean =
        Window.average(
            List.of(window(3), window(1)), List.of(new double[] {1, 0}, new double[] {0, 1}));
    assertThat(mean).containsExactly(new double[] {0.75, 0.25}, within(1e-12));
  }

  @Test
  void anOpinionCountsMoreThanFacts() {
    double[] facts = {0.05, 0.9, 0.05};
    double[] anger = {0.9, 0.05, 0.05};
    double[] mean =
        Window.average(List.of(window(80), window(80), window(20)), List.of(facts, facts, anger));
    assertThat(mean[0]).isGreaterThan(mean[1]);
    assertThat(mean[1]).isGreaterThan(mean[2]);
    assertThat(mean[0] + mean[1] + mean[2]).isCloseTo(1, within(1e-12));
    assertThat(Window.average(List.of(window(8), window(9)), List.of(facts, facts)))
        .containsExactly(facts, within(1e-12));
  }

  @Test
  void aShortVerdictOutweighsLongHalfNeutralWindows() {
    double[] facts = {0.2, 0.65, 0.15};
    double[] anger = {0.9, 0.06, 0.04};
    double[] mean =
        Window.average(
            List.of(window(80), window(80), window(80), window(12)),
            List.of(facts, facts, facts, anger));
    assertThat(mean[0]).isGreaterThan(0.6);
  }

  private static Window window(int tokens) {
    return new Window("", new int[tokens]);
  }
}
