package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslationMemoryTest {
  @TempDir Path folder;

  private static final TranslationMemory MEMORY =
      TranslationMemory.of(
          Map.of(
              "cómo estás", "how are you?",
              "martes", "Tuesday",
              "guardar cambios", "save changes",
              "perro", "hound",
              "no, gracias", "no, thank you"));

  private final WordForWord network = new WordForWord();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cómo estás|how are you?",
        "¿Cómo estás?|How are you?",
        "¿cómo estás?|how are you?",
        "Cómo estás.|How are you.",
        "martes|Tuesday",
        "Martes|Tuesday",
        "Guardar  cambios|Save changes",
        "Guardar cambios...|Save changes...",
        "(perro)|(hound)",
        "(¿Cómo estás?)|(How are you?)",
        "No, gracias.|No, thank you."
      })
  void entriesAreFoundWithCapitalsAndMarks(String text, String translation) {
    assertThat(MEMORY.find(text, Language.ENGLISH)).isEqualTo(translation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "how are you|¿cómo estás?",
        "How are you?|¿Cómo estás?",
        "How are you?!|¿Cómo estás?!",
        "(how are you?)|(¿cómo estás?)",
        "Hello!|¡Hola!",
        "hello|hola",
        "Hello...|Hola..."
      })
  void spanishOpensQuestionsAndExclamations(String text, String translation) {
    TranslationMemory memory =
        TranslationMemory.of(Map.of("how are you?", "¿cómo estás?", "hello", "hola"));
    assertThat(memory.find(text, Language.SPANISH)).isEqualTo(translation);
  }

  @Test
  void otherTextsAreNot() {
    for (String text : List.of("", "...", "perros", "el perro", "no gracias")) {
      assertThat(MEMORY.find(text, Language.ENGLISH)).as(text).isNull();
    }
  }

  @Test
  void sentencesOfATextAreRemembered() {
    Translation t = network.nBest("Perro. ¿Cómo estás?", Glossary.NONE, MEMORY, 1).get(0);
    assertThat(t.text()).isEqualTo("Hound. How are you?");
    assertThat(t.confidence()).isGreaterThan(0.5);
    assertThat(t.alignment().target(0, 6)).containsExactly(0, 6);
    assertThat(t.attention().length).isEqualTo(t.targetTokens().size());
    assertThat(network.nBest("«Perro».", Glossary.NONE, MEMORY, 1).get(0).text())
        .isEqualTo("“Hound”.");
    assertThat(network.nBest("GUARDAR CAMBIOS", Glossary.NONE, MEMORY, 1).get(0).text())
        .isEqualTo("SAVE CHANGES");
  }

  @Test
  void aGlossarysTermCountsMore() {
    Glossary terms = Glossary.of(Map.of("perro", "mutt"));
    assertThat(network.nBest("perro", terms, MEMORY, 1).get(0).text()).isEqualTo("mutt");
  }

  @Test
  void alternativesAreTheNetworks() {
    List<Translation> found = network.nBest("perro", Glossary.NONE, MEMORY, 2);
    assertThat(found).extracting(Translation::text).startsWith("hound").contains("dog");
  }

  @Test
  void filesAreReadAndWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("m.tsv"), "# mine\n\nperro\tdog\nsol\tsun\n");
    TranslationMemory own = TranslationMemory.read(file);
    assertThat(own.size()).isEqualTo(2);
    TranslationMemory both = MEMORY.plus(own);
    assertThat(both.size()).isEqualTo(6);
    assertThat(both.find("Perro", Language.ENGLISH)).isEqualTo("Dog");
    TranslationMemory again = TranslationMemory.fromText(both.toText());
    assertThat(again.toText()).isEqualTo(both.toText());
    Files.writeString(file, "perro\tdog\nsol\n");
    assertThatThrownBy(() -> TranslationMemory.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("line 2");
  }
}
