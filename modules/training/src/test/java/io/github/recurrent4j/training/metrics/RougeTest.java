package io.github.recurrent4j.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against the figures of rouge-score's own example, counts made by hand, and NLTK's stems. */
class RougeTest {
  private static final Offset<Double> NEAR = within(1e-9);
  private static final List<String> OUTPUT =
      List.of(
          "The quick brown dog jumps on the log.",
          "Meeting confirmation - tues, 8/10",
          "",
          "the the the cat",
          "He's running faster; the studies were conflicting.",
          "Niño comió 3 manzanas");
  private static final List<String> REFERENCES =
      List.of(
          "The quick brown fox jumps over the lazy dog",
          "Confirmation: Risk Management Simulation Meeting 10/30/01",
          "nothing here",
          "cat the hat the",
          "He runs fast, and the study conflicts!",
          "El niño comió manzanas rojas");

  private static Rouge one(int i, boolean stemmed) {
    return Rouge.of(List.of(OUTPUT.get(i)), List.of(REFERENCES.get(i)), stemmed);
  }

  /** The example that the package's description gives. */
  @Test
  void publishedExample() {
    Rouge rouge = one(0, true);
    assertThat(rouge.one().precision()).isCloseTo(75, NEAR);
    assertThat(rouge.one().recall()).isCloseTo(100 * 2 / 3.0, NEAR);
    assertThat(rouge.one().f1()).isCloseTo(70.58823529411765, NEAR);
    assertThat(rouge.two().precision()).isCloseTo(200 / 7.0, NEAR);
    assertThat(rouge.two().recall()).isCloseTo(25, NEAR);
    assertThat(rouge.longest().precision()).isCloseTo(62.5, NEAR);
    assertThat(rouge.longest().recall()).isCloseTo(500 / 9.0, NEAR);
    assertThat(rouge.longest().f1()).isCloseTo(58.82352941176471, NEAR);
  }

  /** A word counts as often as both have it: "the" twice, "cat" once; in order, "the the". */
  @Test
  void repeatedWords() {
    Rouge rouge = one(3, false);
    assertThat(rouge.one().f1()).isCloseTo(75, NEAR);
    assertThat(rouge.two().f1()).isZero();
    assertThat(rouge.longest().f1()).isCloseTo(50, NEAR);
  }

  /** he, run, the, studi, conflict of 8 and of 7; accents and apostrophes part words. */
  @Test
  void stemsAndSigns() {
    assertThat(one(4, true).one().precision()).isCloseTo(62.5, NEAR);
    assertThat(one(4, true).one().recall()).isCloseTo(500 / 7.0, NEAR);
    assertThat(one(4, false).one().precision()).isCloseTo(25, NEAR);
    assertThat(one(5, false).one().precision()).isCloseTo(80, NEAR);
    assertThat(one(2, true).longest().f1()).isZero();
  }

  @Test
  void aCorpusIsTheMeanOfItsTexts() {
    Rouge all = Rouge.of(OUTPUT, REFERENCES, true);
    double sum = 0;
    for (int i = 0; i < OUTPUT.size(); i++) {
      sum += one(i, true).one().f1();
    }
    assertThat(all.one().f1()).isCloseTo(sum / OUTPUT.size(), NEAR);
    assertThat(all.toString()).startsWith("ROUGE-1/2/L F1 = 55.19/");
  }

  @Test
  void listsMustMatch() {
    assertThatThrownBy(() -> Rouge.of(List.of(), List.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Words and what NLTK 3.10's PorterStemmer makes of them. */
  @Test
  void stemsAreNltks() throws IOException {
    SoftAssertions all = new SoftAssertions();
    try (InputStream in = RougeTest.class.getResourceAsStream("stems.tsv")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.isEmpty()) {
          continue;
        }
        String[] cells = line.split("\t", -1);
        all.assertThat(PorterStemmer.stem(cells[0])).as(cells[0]).isEqualTo(cells[1]);
      }
    }
    all.assertAll();
  }
}
