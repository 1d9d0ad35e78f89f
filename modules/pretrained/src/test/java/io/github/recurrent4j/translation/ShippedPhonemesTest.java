package io.github.recurrent4j.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped model of spellings and sounds. */
class ShippedPhonemesTest {
  private static Translator phonemes;

  @BeforeAll
  static void load() {
    phonemes = Translator.pretrained("phonemes");
  }

  @AfterAll
  static void close() {
    phonemes.close();
  }

  @Test
  void saysEasyWords() {
    List<String> words = List.of("cat", "station", "butter", "phone");
    assertThat(phonemes.translate(words, TranslationOptions.standard()))
        .extracting(Translation::text)
        .containsExactly("K AE1 T", "S T EY1 SH AH0 N", "B AH1 T ER0", "F OW1 N");
  }

  /** Each text is one word to it, whatever is in it. */
  @Test
  void knowsNoSentencesAndCopiesNothing() {
    assertThat(phonemes.shape().task()).isEqualTo(TextTask.PLAIN);
    assertThat(phonemes.languages()).isEmpty();
    assertThat(phonemes.translate("u.s.").sourceTokens()).hasSize(4);
    assertThat(phonemes.translate("").text()).isEmpty();
  }

  @Test
  void theSpanishTranslatorIsStillTheFirst() {
    assertThat(Translator.shipped()).startsWith("es-en").contains("phonemes", "utterances");
    try (Translator spanish = Translator.pretrained()) {
      assertThat(spanish.shape().task()).isEqualTo(TextTask.TRANSLATION);
      assertThat(spanish.languages()).isPresent();
    }
    assertThatThrownBy(() -> Translator.pretrained("none"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "no model of this name is shipped: "
                + String.join(", ", Translator.shipped())
                + " are");
  }
}
