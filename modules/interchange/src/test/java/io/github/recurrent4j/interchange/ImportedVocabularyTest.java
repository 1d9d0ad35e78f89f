package io.github.recurrent4j.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens in each way of writing them. */
class ImportedVocabularyTest {
  private static final List<String> TOKENS = List.of("\n", "[PAD]", "ñ");

  @TempDir Path folder;

  private Vocabulary read(String name, String text) throws IOException {
    return ImportedVocabulary.read(Files.writeString(folder.resolve(name), text));
  }

  @Test
  void everyForm() throws IOException {
    assertThat(read("a.json", "[\"\\n\", \"[PAD]\", \"ñ\"]").tokens()).isEqualTo(TOKENS);
    assertThat(read("b.json", "{\"ñ\": 2, \"\\n\": 0, \"[PAD]\": 1}").tokens()).isEqualTo(TOKENS);
    assertThat(read("c.txt", new Vocabulary(TOKENS).toText()).tokens()).isEqualTo(TOKENS);
    assertThat(read("d.txt", "[PAD]\r\nñ\r\n").tokens()).containsExactly("[PAD]", "ñ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.json | [\"a\", 1]           | no tokens, an empty one, or one twice",
        "a.json | {\"a\": 0, \"b\": 5} | 'b' an id that is not below 2",
        "a.json | {\"a\": 0, \"b\": 0} | no tokens, an empty one, or one twice",
        "a.json | [\"a\"               | damaged JSON",
        "a.json | []                   | no tokens",
        "a.txt  | ''                   | no tokens"
      })
  void whatIsWrong(String name, String text, String line) {
    assertThatThrownBy(() -> read(name, text))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(line);
  }

  @Test
  void otherBytes() throws IOException {
    Path file = Files.write(folder.resolve("a.txt"), "ñ".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ImportedVocabulary.read(file)).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> ImportedVocabulary.read(folder)).hasMessageContaining("no file");
  }
}
