package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void sentimentIsKnownByItsNamesAndNumbers() {
    assertThat(Labels.found(List.of("positive", "Neutral", "objective", "0")))
        .isEqualTo(Labels.SENTIMENT);
    assertThat(Labels.SENTIMENT.find(" Negative ")).hasValue(0);
    assertThat(Labels.SENTIMENT.find("objective")).hasValue(1);
    assertThat(Labels.SENTIMENT.find("2")).hasValue(2);
    assertThat(Labels.SENTIMENT.find("3")).isEmpty();
    assertThat(Labels.SENTIMENT.named()).isFalse();
  }

  @Test
  void numbersAskForAsManyClassesAsTheHighest() {
    Labels labels = Labels.found(List.of("4", "0", "1", "4"));
    assertThat(labels).isEqualTo(Labels.numbered(5));
    assertThat(labels.find("3")).hasValue(3);
    assertThat(labels.find("-1")).isEmpty();
    assertThat(labels.find("99999999999")).isEmpty();
    assertThat(labels.named()).isFalse();
  }

  @Test
  void wordsAreSortedAndKeepTheirSpelling() {
    Labels labels = Labels.found(List.of("joy", "anger", "Sadness", "joy"));
    assertThat(labels.names()).containsExactly("Sadness", "anger", "joy");
    assertThat(labels.find("JOY")).hasValue(2);
    assertThat(labels.find("1")).isEqualTo(OptionalInt.of(1));
    assertThat(labels.find("fear")).isEmpty();
    assertThat(labels.named()).isTrue();
    assertThat(labels.described()).isEqualTo("one of Sadness, anger, joy");
  }

  @Test
  void stars_asNames_areNotTakenForNumbersOfClasses() {
    Labels labels = new Labels(List.of("5", "1"));
    assertThat(labels.find("1")).hasValue(1);
    assertThat(labels.find("0")).isEmpty();
  }

  @Test
  void whatCannotBeNamesIsSaidInOneLine() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("one"),
            List.of("a", "a"),
            List.of("a", " "),
            List.of("a", "b\nc"),
            List.of("a", "x".repeat(61)),
            Collections.nCopies(20_000, "a"))) {
      assertThatThrownBy(() -> new Labels(wrong))
          .isInstanceOf(BadInputException.class)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(300));
    }
    assertThatThrownBy(() -> Labels.numbered(Integer.MAX_VALUE))
        .isInstanceOf(BadInputException.class);
  }
}
