package io.github.recurrent4j.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against counts made by hand. */
class ErrorRateTest {

  @ParameterizedTest
  @CsvSource({
    "K AE T, K AE T, 0, 0, 3",
    "K AH T, K AE T, 1, 1, 3",
    "AE T, K AE T, 1, 1, 3",
    "K AE T S, K AE T, 1, 1, 3",
    "'', K AE T, 1, 3, 3",
    // k-i-t-t-e-n to s-i-t-t-i-n-g: two substitutions and an insertion.
    "k i t t e n, s i t t i n g, 1, 3, 7",
    "K  AE T, K AE T, 0, 0, 3",
  })
  void oneWord(String output, String reference, long wrong, long edits, long tokens) {
    assertThat(ErrorRate.of(List.of("word"), List.of(output), List.of(reference)))
        .isEqualTo(new ErrorRate(1, wrong, edits, tokens));
  }

  /** Of two pronunciations the nearer one counts, and each spelling once. */
  @Test
  void anyPronunciationIsRight() {
    ErrorRate rate =
        ErrorRate.of(
            List.of("read", "read", "tomato", "tomato", "cat"),
            List.of("R EH D", "R EH D", "T AH M EY", "T AH M EY", "K AE T"),
            List.of("R IY D", "R EH D", "T AH M EY T OW", "T AH M AA T OW Z", "K AE T"));
    assertThat(rate).isEqualTo(new ErrorRate(3, 1, 2, 3 + 6 + 3));
    assertThat(rate.wordErrors()).isCloseTo(100.0 / 3, within(1e-12));
    assertThat(rate.tokenErrors()).isCloseTo(200.0 / 12, within(1e-12));
    assertThat(rate.toString())
        .isEqualTo("WER = 33.33 % (1 of 3 distinct sources), token error rate = 16.67 % (2 of 12)");
  }

  /** Of references that need as many edits the longest counts, in whatever order they come. */
  @Test
  void theOrderOfReferencesDoesNotMatter() {
    List<String> twice = List.of("w", "w");
    List<String> output = List.of("a b", "a b");
    assertThat(ErrorRate.of(twice, output, List.of("a b c", "a")))
        .isEqualTo(ErrorRate.of(twice, output, List.of("a", "a b c")))
        .isEqualTo(new ErrorRate(1, 1, 1, 3));
  }

  @Test
  void listsMustMatch() {
    assertThatThrownBy(() -> ErrorRate.of(List.of("a"), List.of(), List.of("b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 sources, 0 outputs and 1 references");
  }
}
