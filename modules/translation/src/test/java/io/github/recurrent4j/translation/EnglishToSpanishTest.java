package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stages round a network that translates English to Spanish. */
class EnglishToSpanishTest {

  private static WordForWord network() {
    return new WordForWord(LanguagePair.EN_ES, text -> text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      quoteCharacter = '`',
      value = {
        "Hello world.\tHola mundo.",
        "The dog & cats.\tEl perro y gatos.",
        "The dog costs $1,250.50.\tEl perro cuesta $1.250,50.",
        "I have 1,250.5 and 3.2 cats.\tYo tengo 1.250,5 y 3,2 gatos.",
        "I have 12.5% and 1,000,000 cats.\tYo tengo 12,5\u00A0% y 1.000.000 gatos.",
        "I have 3.142 cats.\tYo tengo 3,142 gatos.",
        "The dog is Python 3.10 and version 2.0.\tEl perro es Python 3.10 y versión 2.0.",
        "Python 3.10 is big.\tPython 3.10 es grande.",
        "About 3.5 is big.\tAbout 3,5 es grande.",
        "The dog is closed Monday.\tEl perro es cerrado lunes.",
        "The dog is 192.168.1.1.\tEl perro es 192.168.1.1.",
        "Visit https://www.example.com/help?id=3\tVisite https://www.example.com/help?id=3",
        "Hello {name}, I have %d cats.\tHola {name}, yo tengo %d gatos.",
        "Hello @ana and #dogs.\tHola @ana y #dogs.",
        "The dog is big January 5, 2024.\tEl perro es grande 5 de enero de 2024.",
        "Monday is 03/15/2024.\tLunes es 03/15/2024.",
        "<p>Hello <b>world</b></p>\t<p>Hola <b>mundo</b></p>",
        "“Hello”, said.\t«Hola», dijo.",
        "Hello world 😀\tHola mundo 😀",
        "- Hello\t- Hola",
        "WHERE AM I\tDÓNDE ESTOY YO",
        "CLOSED\tCERRADO",
        "Where am I?\t¿Dónde estoy yo?",
        "Hello, friend! Where am I?\t¡Hola, amigo! ¿Dónde estoy yo?",
        "3.2%\t3,2\u00A0%"
      })
  void aGoodNetworkIsLeftAlone(String english, String spanish) {
    String wanted = spanish.replace("\\u00A0", "\u00A0");
    assertThat(network().translate(english).text()).isEqualToIgnoringCase(wanted);
  }

  @Test
  void theNetworkReadsCapitalsAsEnglishHasThem() {
    WordForWord network = network();
    network.translate("WHERE AM I ON MONDAY");
    assertThat(network.asked).contains("Where am I on Monday.");
    network.asked.clear();
    network.translate("I have");
    assertThat(network.asked).containsExactlyInAnyOrder("I have.", "I have");
  }

  @Test
  void weekdaysAreNoNamesAndSmallLettersGetTheirCapitals() {
    WordForWord network = network();
    assertThat(network.translate("The dog said Monday.").text())
        .isEqualToIgnoringCase("El perro dijo lunes.");
    network.asked.clear();
    network.translate("i am in spain and the dog is in london on monday");
    assertThat(network.asked).contains("I am in Spain and the dog is in London on Monday.");
    network.asked.clear();
    network.translate("The dog march is in turkey.");
    assertThat(network.asked).contains("The dog march is in turkey.");
  }

  @Test
  void salutationsAreCarried() {
    assertThat(network().translate("Dear Mr. Smith, hello.").text())
        .isEqualTo("Estimado Sr. Smith, hola.");
  }

  @Test
  void sentencesEndWhereEnglishEndsThem() {
    WordForWord network = network();
    network.translate(
        "Dr. Smith and Mr. Jones have a dog, e.g. Rex. Where is the book? At 5 p.m. the dog is big.");
    assertThat(network.asked)
        .contains(
            "Dr. Smith and Mr. Jones have a dog, for example Rex.",
            "Where is the book?",
            // The time is carried by a number that networks know.
            "At 47 the dog is big.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "***",
        "12 34 56",
        "15:30",
        "https://www.example.org/",
        "El perro es grande.",
        "¿Dónde está la biblioteca?",
        "gracias",
        "gato",
        "Je ne sais pas quoi faire.",
        "漢字",
        "for (int i = 0; i < n; i++) {",
        "SELECT name FROM users WHERE id = 3;",
        "😀"
      })
  void whatIsNotEnglishComesBackAndCostsNothing(String text) {
    WordForWord network = network();
    assertThat(network.translate(text).text()).isEqualTo(text);
    assertThat(network.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want to die.",
        "No",
        "His son is a real actor.",
        "Pour it.",
        "The hotel is near the plaza.",
        "José has a café.",
        "house",
        "Cargo ships were late.",
        "Let me see (if I can)."
      })
  void englishIsTranslated(String text) {
    WordForWord network = network();
    network.translate(text);
    assertThat(network.asked).isNotEmpty();
  }

  /** A network that loses what it should carry: the sentence is translated round it. */
  @Test
  void whatIsLostIsPutBack() {
    WordForWord network =
        new WordForWord(LanguagePair.EN_ES, s -> s.replace("Tom ", "").replace("Mary ", ""));
    assertThat(network.translate("Visit https://example.com and the dog.").text())
        .isEqualTo("Visite https://example.com y el perro.");
    WordForWord numbers = new WordForWord(LanguagePair.EN_ES, s -> s.replaceAll("\\d", ""));
    assertThat(numbers.translate("I have 244,890 cats.").text()).contains("244.890");
    assertThat(numbers.translate("Where is 244,890?").text()).startsWith("¿").endsWith("244.890?");
  }

  @Test
  void numbersAreBroughtIntoForm() {
    WordForWord network =
        new WordForWord(
            LanguagePair.EN_ES, s -> s.replace("15", "quince").replace("1250", "1.250"));
    assertThat(network.translate("I have 15 cats.").text()).isEqualTo("Yo tengo 15 gatos.");
    assertThat(network.translate("I have 1250 cats.").text()).isEqualTo("Yo tengo 1250 gatos.");
  }

  @Test
  void glossaryTermsAreTaken() {
    Glossary glossary = Glossary.of(Map.of("contract", "convenio", "Big Blue", ""));
    assertThat(network().translate("The contract is big.", glossary).text())
        .isEqualTo("El convenio es grande.");
    assertThat(network().translate("Visit Big Blue.", glossary).text())
        .isEqualTo("Visite Big Blue.");
  }
}
