package io.github.recurrent4j.vectorization.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.TextPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanishNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, cero",
    "16, dieciséis",
    "21, veintiuno",
    "30, treinta",
    "31, treinta y uno",
    "100, cien",
    "101, ciento uno",
    "500, quinientos",
    "999, novecientos noventa y nueve",
    "1000, mil",
    "1001, mil uno",
    "2021, dos mil veintiuno",
    "21000, veintiún mil",
    "31000, treinta y un mil",
    "100000, cien mil",
    "101000, ciento un mil",
    "1000000, un millón",
    "21000001, veintiún millones uno",
    "100000100, cien millones cien",
    "999000999, novecientos noventa y nueve millones novecientos noventa y nueve",
  })
  void numbers(int number, String words) {
    assertThat(SpanishNumbers.words(number)).isEqualTo(words);
  }

  @Test
  void dates() {
    assertThat(SpanishNumbers.words(1, 1, 1900)).isEqualTo("primero de enero de mil novecientos");
    assertThat(SpanishNumbers.words(31, 12, 2021))
        .isEqualTo("treinta y uno de diciembre de dos mil veintiuno");
  }

  @Test
  void outsideOfItsRange() {
    assertThatThrownBy(() -> SpanishNumbers.words(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-1 is not in [0, 999999999]");
    assertThatThrownBy(() -> SpanishNumbers.words(1_000_000_000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SpanishNumbers.pairs(20_001, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pairsAreDistinct() {
    List<TextPair> pairs = SpanishNumbers.pairs(2000, 7);
    assertThat(pairs).hasSize(2000).doesNotHaveDuplicates();
    assertThat(pairs.stream().filter(p -> p.target().contains(" de ")).count())
        .isBetween(500L, 850L);
  }

  /** The file of the examples is what the program makes. */
  @Test
  void theDataSetIsMadeByIt() throws IOException {
    List<String> lines =
        SpanishNumbers.pairs(4000, 1).stream().map(p -> p.source() + "\t" + p.target()).toList();
    assertThat(Files.readAllLines(Path.of("../../datasets/numbers-es.tsv"))).isEqualTo(lines);
  }
}
