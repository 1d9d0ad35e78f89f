package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cleaning, layout, language, capitals and accents. */
class TextStagesTest {

  @Test
  void whatNobodySeesGoes() {
    assertThat(Cleaning.clean("La electri\u00ADcidad\u200B es\u00A0cara\u2060.").toString())
        .isEqualTo("La electricidad es cara.");
    assertThat(Cleaning.clean("man\u0303ana\ty\r\nnoche").toString()).isEqualTo("mañana y \nnoche");
    String family = "👨\u200D👩\u200D👧";
    assertThat(Cleaning.clean(family).toString()).isEqualTo(family);
  }

  @Test
  void charactersRememberWhereTheyCameFrom() {
    MappedText text = Cleaning.clean("e\u0301l\u00AD come");
    assertThat(text.toString()).isEqualTo("él come");
    assertThat(text.start(0, 1)).isEqualTo(0);
    assertThat(text.end(0, 1)).isEqualTo(2);
    assertThat(text.start(3, 7)).isEqualTo(5);
    text.replace(0, 2, "ella");
    assertThat(text.start(0, 4)).isEqualTo(0);
    assertThat(text.end(0, 4)).isEqualTo(3);
    assertThat(text.start(5, 9)).isEqualTo(5);
    text.replace(4, 9, "");
    assertThat(text.toString()).isEqualTo("ella");
  }

  /** Two hundred thousand marks, and none of it takes quadratic time. */
  @Test
  void longInputIsCleanedInOnePass() {
    String marked = "a" + "\u0301".repeat(400) + " ";
    assertThat(Cleaning.clean(marked.repeat(500)).length()).isEqualTo(500 * 401);
    assertThat(Cleaning.clean("a\u00AD ".repeat(200_000)).length()).isEqualTo(400_000);
    // Longer than any word: it stays as it is.
    String run = "a" + "\u0301".repeat(200_000);
    assertThat(Cleaning.clean("e\u0301 " + run + " e\u0301").toString())
        .isEqualTo("\u00E9 " + run + " \u00E9");
  }

  private static String parts(String text) {
    return Layout.parts(text, Language.SPANISH).stream()
        .map(
            p ->
                p.translated()
                    ? "[" + text.substring(p.from(), p.to()) + "]"
                    : text.substring(p.from(), p.to()))
        .collect(Collectors.joining());
  }

  @Test
  void layoutStays() {
    assertThat(parts("Hola. Adiós.\n\n  - Uno\n  2. Dos  "))
        .isEqualTo("[Hola.] [Adiós.]\n\n  - [Uno]\n  2. [Dos]  ");
    assertThat(parts("—¿Qué haces? —preguntó Juan—. Nada."))
        .isEqualTo("—[¿Qué haces?] —[preguntó Juan]—. [Nada.]");
    assertThat(parts("> # Título\na) opción")).isEqualTo("> # [Título]\na) [opción]");
    assertThat(parts("-5 grados")).isEqualTo("[-5 grados]");
    assertThat(parts("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I couldn't help you, even if I wanted to.",
        "Have a nice day!",
        "Terms and conditions",
        "The Taínos were first.",
        "-----",
        "12 34 56",
        "漢字かな交じり文",
        "Не знаю, что делать.",
        "for (int i = 0; i < n; i++) {",
        "import numpy as np",
        "SELECT * FROM users;",
        "Je ne sais pas quoi faire.",
        "Não sei o que fazer.",
        "house"
      })
  void foreignTextIsLeftAlone(String text) {
    assertThat(LanguageGuess.isForeign(text, Language.SPANISH, Language.ENGLISH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hola",
        "gato",
        "no",
        "Madrid",
        "Sale",
        "Total",
        "chat",
        "Real Madrid",
        "He comido",
        "Iniciar sesión",
        "buenos dias",
        "Me llamo Ana",
        "Tom",
        "vos sos",
        "El software libre",
        "Compré un iPhone y un smartphone.",
        "NO TOCAR LOS CABLES"
      })
  void spanishIsTranslated(String text) {
    assertThat(LanguageGuess.isForeign(text, Language.SPANISH, Language.ENGLISH)).isFalse();
  }

  @Test
  void englishIsTranslatedTheOtherWayRound() {
    assertThat(LanguageGuess.isForeign("The dog", Language.ENGLISH, Language.SPANISH)).isFalse();
    assertThat(LanguageGuess.isForeign("El perro", Language.ENGLISH, Language.SPANISH)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "NO TOCAR LOS CABLES,true",
    "CERRADO,true",
    "PROHIBIDO FUMAR,true",
    "¿DÓNDE ESTÁ EL BAÑO?,true",
    "USB,false",
    "ONU,false",
    "OK,false",
    "No tocar,false",
    "NO TOCAR los cables,false",
    "12,false"
  })
  void shoutedTextIsKnown(String text, boolean shouted) {
    assertThat(Casing.isShouted(text, Language.SPANISH)).isEqualTo(shouted);
  }

  @Test
  void accentsComeBackWhereOnlyOneFormIsRight() {
    Words spanish = Words.of(Language.SPANISH);
    assertThat(List.of("dias", "telefono", "manana", "camion", "esta", "si", "gato"))
        .extracting(spanish::withAccents)
        .containsExactly("días", "teléfono", "mañana", "camión", "esta", "si", "gato");
  }

  @Test
  void namesOfTheWorldAreKnown() {
    assertThat(Exonyms.knows("Marruecos", Language.SPANISH)).isTrue();
    assertThat(Exonyms.knows("Nueva York", Language.SPANISH)).isTrue();
    assertThat(Exonyms.knows("Tegucigalpa", Language.SPANISH)).isFalse();
    assertThat(Exonyms.knows("London", Language.ENGLISH)).isTrue();
  }
}
