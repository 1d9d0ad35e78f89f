package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {
  private static String english(String spanish) {
    return Lexicon.translation(spanish, Language.SPANISH, Language.ENGLISH);
  }

  @ParameterizedTest
  @CsvSource({
    // The list, its plurals and genders.
    "mochila, backpack",
    "Mochilas, backpacks",
    "vencedora, winner",
    "nueces, walnuts",
    "camisetas, T-shirts",
    "cuchillos, knives",
    "tiburones, sharks",
    "valientes, brave",
    "suecas, Swedish",
    "portuguesa, Portuguese",
    // Its verbs.
    "arrojar, throw",
    "arrojadas, thrown",
    "arrojaron, threw",
    "empujando, pushing",
    "abastecieron, supplied",
    "hundieron, sank",
    "frenó, slowed down",
    // What looks alike.
    "personalidad, personality",
    "filosofía, philosophy",
    "espectacular, spectacular",
    "periódicamente, periodically",
    "modernización, modernization",
    "métricas, metric",
  })
  void whatAWordMeans(String spanish, String english) {
    assertThat(english(spanish)).isEqualTo(english);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xqztvl", "ojú", "", "a", "ñ"})
  void othersAreNotKnown(String word) {
    assertThat(english(word)).isNull();
  }

  @Test
  void wordsAloneAreDictionaryForms() {
    assertThat(Lexicon.entry("mochilas", Language.SPANISH, Language.ENGLISH))
        .isEqualTo("backpacks");
    assertThat(Lexicon.entry("arrojar", Language.SPANISH, Language.ENGLISH)).isEqualTo("throw");
    assertThat(Lexicon.entry("arrojaron", Language.SPANISH, Language.ENGLISH)).isNull();
    assertThat(Lexicon.entry("personalidad", Language.SPANISH, Language.ENGLISH)).isNull();
    assertThat(Lexicon.entry("backpack", Language.ENGLISH, Language.SPANISH)).isNull();
  }

  @Test
  void intoSpanish() {
    assertThat(Lexicon.translation("backpack", Language.ENGLISH, Language.SPANISH))
        .isEqualTo("mochila");
    assertThat(Lexicon.translation("backpacks", Language.ENGLISH, Language.SPANISH))
        .isEqualTo("mochilas");
    assertThat(Lexicon.translation("personality", Language.ENGLISH, Language.SPANISH)).isNull();
  }

  @Test
  void eachWordStandsOnceInLowerCaseAndInOrder() throws IOException {
    try (InputStream in = Lexicon.class.getResourceAsStream("lexicon-es-en.txt")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      Set<String> seen = new HashSet<>();
      for (String line : lines) {
        assertThat(line).matches("[navx]\t[a-záéíóúüñ]+\t[A-Za-z][A-Za-z' |-]*");
        String[] columns = line.split("\t", -1);
        assertThat(seen.add(columns[0] + columns[1])).as(line).isTrue();
        assertThat(columns[1]).isEqualTo(columns[1].toLowerCase(Locale.ROOT));
        if (columns[0].equals("v")) {
          assertThat(columns[1]).matches(".*[aeií]r");
        }
      }
      assertThat(lines).hasSizeGreaterThan(4_000);
    }
  }
}
