package io.github.recurrent4j.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against figures that sacreBLEU 2.6.0 prints for the same lines, and counts made by hand. */
class MetricsTest {
  private static final List<String> OUTPUT =
      List.of(
          "The cat sat on the mat.",
          "He said: \"I don't know, maybe 3.5 & more-or-less 10-20%...\"",
          "A",
          "",
          "El niño comió 1,000 manzanas (rojas).");
  private static final List<String> REFERENCES =
      List.of(
          "The cat is sitting on the mat.",
          "He said \"I do not know; maybe 3.5 and more or less 10-20%.\"",
          "A B C",
          "nothing here",
          "El niño comió 1.000 manzanas rojas.");

  @Test
  void bleuIsSacreBleus() {
    Bleu bleu = Bleu.of(OUTPUT, REFERENCES);
    assertThat(bleu.score()).isCloseTo(26.307539756268902, within(1e-9));
    assertThat(bleu.precisions())
        .containsExactly(
            new double[] {70.27027027027027, 42.42424242424242, 20.0, 11.11111111111111},
            within(1e-9));
    assertThat(bleu.length()).isEqualTo(37);
    assertThat(bleu.referenceLength()).isEqualTo(40);
    assertThat(bleu.toString()).contains("tok:13a").contains("smooth:exp").contains("26.31");
  }

  @Test
  void chrfIsSacreBleus() {
    assertThat(Chrf.of(OUTPUT, REFERENCES).score()).isCloseTo(54.45544753326349, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "the the the the, the cat is here now, 12.44023474812678, 13.177583092500134",
    "a b c, a b c, 0, 100",
    "completely different words here, nothing is shared in this sentence, 0, 12.320865807550593"
  })
  void extremes(String output, String reference, double bleu, double chrf) {
    assertThat(Bleu.of(List.of(output), List.of(reference)).score()).isCloseTo(bleu, within(1e-9));
    assertThat(Chrf.of(List.of(output), List.of(reference)).score()).isCloseTo(chrf, within(1e-9));
  }

  @Test
  void whiteSpaceIsPythons() {
    String words = "one two three four five six seven eight nine ten";
    String odd = "one\u0085two three\u001cfour five\u001dsix seven\u001eeight nine\u001ften\u0085";
    assertThat(Bleu.of(List.of(odd), List.of(words)).score()).isCloseTo(100, within(1e-9));
    assertThat(Chrf.of(List.of(odd), List.of(words)).score()).isCloseTo(100, within(1e-9));
    assertThat(Bleu.of(List.of("a b c d e\u0085"), List.of("a b c d e f")).toString())
        .endsWith(
            "= 81.87 100.0/100.0/100.0/100.0"
                + " (BP = 0.819 ratio = 0.833 hyp_len = 5 ref_len = 6)");
    assertThat(Chrf.of(List.of("a b c d e\u0085"), List.of("a b c d e f")).toString())
        .endsWith("= 75.37");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no match here|something else entirely|0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 1.000"
            + " hyp_len = 3 ref_len = 3)",
        "''|nothing|0.00 0.0/0.0/0.0/0.0 (BP = 0.000 ratio = 0.000 hyp_len = 0 ref_len = 1)",
        "a|''|0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 0.000 hyp_len = 1 ref_len = 0)",
        // 6.25 % is printed as 6.2, as C prints it.
        "a b c d e f g h i j k l m n o p|a x x x x x x x x x x x x x x x|2.45 6.2/3.3/1.8/1.0"
            + " (BP = 1.000 ratio = 1.000 hyp_len = 16 ref_len = 16)"
      })
  void printsAsSacreBleuDoes(String output, String reference, String expected) {
    assertThat(Bleu.of(List.of(output), List.of(reference)).toString()).endsWith(" = " + expected);
  }

  @Test
  void handCounted() {
    // 1-grams 4/5, 2-grams 2/4, 3-grams 1/3, 4-grams 0/2 smoothed to 1/4; no brevity penalty.
    double expected = 100 * Math.pow(4.0 / 5 * 2 / 4 * 1 / 3 * 1 / 4, 0.25);
    assertThat(Bleu.of(List.of("a b c x d"), List.of("a b c d y")).score())
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void tokenizer13a() {
    assertThat(
            String.join(
                " ",
                Tokenizer13a.tokenize(
                    "Hello,world! 3,000.50 -- a-b 5-6 $9 #x @y &amp;&lt; [z] it's `q`")))
        .isEqualTo("Hello , world ! 3,000.50 -- a-b 5 - 6 $ 9 # x @ y & < [ z ] it's ` q `");
    assertThat(Tokenizer13a.tokenize(" ")).isEmpty();
  }

  @Test
  void countsMustFit() {
    assertThatThrownBy(() -> Bleu.of(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chrf.of(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
