package io.github.recurrent4j.translation.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"casas", "diciéndoselo", "explicárselo", "cansadas", "lentamente", "darme"})
  void spanishForms(String word) {
    assertThat(Forms.areKnown(word, Language.SPANISH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dogs", "walked", "house's", "don’t", "hasn't", "kindness"})
  void englishForms(String word) {
    assertThat(Forms.areKnown(word, Language.ENGLISH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"investiguideros", "rovantidades", "diamondias"})
  void inventedSpanish(String word) {
    assertThat(Forms.areKnown(word, Language.SPANISH)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hola?|¿Hola?",
        "Hola, ¿qué tal?|Hola, ¿qué tal?",
        "¡Hola! Qué tal?|¡Hola! ¿Qué tal?",
        "Vale. (Ya está!)|Vale. (¡Ya está!)",
        "Ve a https://a.es/?q=1 hoy.|Ve a https://a.es/?q=1 hoy.",
        "Qué?!|¿Qué?!",
        "?|?",
        "Hola :!|Hola :!"
      })
  void marksAreOpened(String text, String wanted) {
    MappedText mapped = new MappedText(text);
    OpeningMarks.add(mapped);
    assertThat(mapped.toString()).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I work at Acme Inc. in Ohio.|1",
        "I work at Acme Inc. We sell cars.|2",
        "He likes art. The museum is near.|2",
        "On Jan. 5 Gen. Lee met Sen. Smith vs. Mr. Hill.|1",
        "She has a Ph.D. in law, i.e. Roman law.|1",
        "Is it No. 5? No. It is No. 6.|3"
      })
  void englishSentences(String text, int count) {
    assertThat(SentenceSplitter.split(text, Language.ENGLISH)).hasSize(count);
  }
}
