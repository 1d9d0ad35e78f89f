package io.github.recurrent4j.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** CIDEr and BLEU of captions against plain sums of their definitions, and values by hand. */
class CaptionScoresTest {
  private static final List<List<String>> REFERENCES =
      List.of(
          List.of("a red circle above a blue square", "a red ball over a square"),
          List.of("two green stars"),
          List.of("a dog runs on the long beach", "the dog runs", "a brown dog on a beach"));

  private static final List<String> OUTPUTS =
      List.of("A red circle above a square.", "two two green stars", "a dog sleeps on the beach");

  /** N-grams of a text by position, as strings. */
  private static List<String> grams(String text, int n) {
    String[] words = text.toLowerCase(java.util.Locale.ROOT).replace(".", "").split(" ");
    java.util.ArrayList<String> all = new java.util.ArrayList<>();
    for (int i = 0; i + n <= words.length; i++) {
      all.add(String.join(" ", Arrays.copyOfRange(words, i, i + n)));
    }
    return all;
  }

  private static long count(List<String> list, String element) {
    return list.stream().filter(element::equals).count();
  }

  /** The weight of an n-gram in a text: how often it is there, times its rarity. */
  private static double weight(String text, String gram, int n) {
    long in =
        REFERENCES.stream()
            .filter(r -> r.stream().anyMatch(t -> grams(t, n).contains(gram)))
            .count();
    return count(grams(text, n), gram) * (Math.log(REFERENCES.size()) - Math.log(Math.max(1, in)));
  }

  private static double norm(String text, int n) {
    double sum = 0;
    for (String gram : new TreeSet<>(grams(text, n))) {
      sum += Math.pow(weight(text, gram, n), 2);
    }
    return Math.sqrt(sum);
  }

  private static double cider(String output, String reference) {
    double sum = 0;
    for (int n = 1; n <= 4; n++) {
      double dot = 0;
      Set<String> all = new TreeSet<>(grams(output, n));
      for (String gram : all) {
        double theirs = weight(reference, gram, n);
        dot += Math.min(weight(output, gram, n), theirs) * theirs;
      }
      double norms = norm(output, n) * norm(reference, n);
      sum += norms == 0 ? dot : dot / norms;
    }
    double delta = grams(output, 2).size() - (double) grams(reference, 2).size();
    return 10 * sum / 4 * Math.exp(-delta * delta / 72);
  }

  @Test
  void ciderIsTheSumOfItsDefinition() {
    double[] scores = Cider.each(OUTPUTS, REFERENCES);
    double mean = 0;
    for (int i = 0; i < scores.length; i++) {
      String output = OUTPUTS.get(i);
      double expected =
          REFERENCES.get(i).stream().mapToDouble(r -> cider(output, r)).average().orElseThrow();
      assertThat(scores[i]).isPositive().isCloseTo(expected, within(1e-12));
      mean += expected / scores.length;
    }
    assertThat(Cider.of(OUTPUTS, REFERENCES)).isCloseTo(mean, within(1e-12));
  }

  @Test
  void ciderOfTheReferencesThemselvesIsTen() {
    List<List<String>> single =
        List.of(List.of("one small house here"), List.of("two old cats sleep"));
    assertThat(Cider.of(List.of("One small house here!", "two old cats sleep"), single))
        .isCloseTo(10, within(1e-12));
    assertThat(Cider.of(List.of("nothing", ""), single)).isZero();
  }

  @Test
  void wordsThatEveryReferenceHasCountNothing() {
    List<List<String>> references = List.of(List.of("flag of spain"), List.of("flag of peru"));
    assertThat(Cider.of(List.of("flag of", "flag of"), references)).isZero();
  }

  @Test
  void bleuByHand() {
    List<List<String>> references = List.of(List.of("the cat is on the mat", "a cat on the mat"));
    List<String> output = List.of("the the cat on the mat");
    // Words: the twice, cat, on, mat: 5 of 6. Pairs: the cat, cat on, on the, the mat: 4 of 5.
    assertThat(CaptionBleu.of(output, references, 1)).isCloseTo(5.0 / 6, within(1e-8));
    assertThat(CaptionBleu.of(output, references, 2))
        .isCloseTo(Math.sqrt(5.0 / 6 * 4 / 5), within(1e-8));
  }

  @Test
  void bleuPunishesShortnessByTheClosestReference() {
    List<List<String>> references = List.of(List.of("a b c d e f", "a b c d e f g h i j"));
    assertThat(CaptionBleu.of(List.of("a b c d"), references, 4))
        .isCloseTo(Math.exp(1 - 6.0 / 4), within(1e-7));
  }

  @Test
  void punctuationAndCaseDoNotCount() {
    List<List<String>> references = List.of(List.of("Bandera: España, año-luz"));
    assertThat(CaptionBleu.of(List.of("bandera españa año-luz."), references, 3))
        .isCloseTo(1, within(1e-8));
  }

  @Test
  void listsThatDoNotBelongTogetherAreRefused() {
    assertThatThrownBy(() -> Cider.of(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CaptionBleu.of(List.of("a"), List.of(List.of()), 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
