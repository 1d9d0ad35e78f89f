package io.github.recurrent4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogTest {
  @TempDir private Path folder;
  private Path file;

  private static Trial trial(int index, double score) {
    return TrialBuilder.builder()
        .index(index)
        .values(Map.of("cell", "gru", "hidden", 64, "dropout", 0.25, "tied", true))
        .flat(new double[] {0, 0.5, 1})
        .status(Double.isNaN(score) ? Trial.Status.FAILED : Trial.Status.COMPLETE)
        .score(score)
        .seconds(12.5)
        .why(Double.isNaN(score) ? "no \"memory\"" : "")
        .curve(List.of(new double[] {0.1, 5.5, 900, 1}, new double[] {0.2, 5, 900, 2}))
        .build();
  }

  @BeforeEach
  void write() {
    file = folder.resolve("trials.jsonl");
    TrialLog log = new TrialLog(file);
    log.append(trial(0, 4.5));
    log.append(trial(1, Double.NaN));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<Trial> read = Trial.read(file);
    assertThat(read).hasSize(2);
    assertThat(read.get(0)).usingRecursiveComparison().isEqualTo(trial(0, 4.5));
    assertThat(read.get(1).why()).isEqualTo("no \"memory\"");
    assertThat(read.get(1).score()).isNaN();
    // Looking changes nothing; going on drops what a kill cut off.
    Files.writeString(file, Files.readString(file) + "{\"ind");
    assertThat(Trial.read(file)).hasSize(2);
    assertThat(file).content().endsWith("{\"ind");
    assertThat(new TrialLog(file).read()).hasSize(2);
    assertThat(file).content().endsWith("}\n");
  }

  @Test
  void whatASearchDoesNotWriteIsRefusedInOneLine() throws IOException {
    String line = Files.readAllLines(file).get(0);
    String[][] changes = {
      {"\"index\":0", "\"index\":7"},
      {"\"index\":0", "\"index\":0.0"},
      {"\"index\":0", "\"index\":4294967296"},
      {"\"index\":0", "\"index\":0,\"index\":0"},
      {"\"score\":4.5", "\"score\":\"NaN\""},
      {"\"score\":4.5", "\"score\":[4.5]"},
      {"\"score\":4.5", "\"score\":1e999"},
      {"\"seconds\":12.5", "\"seconds\":-1"},
      {"COMPLETE", "complete"},
      {"[0.0,0.5,1.0]", "[0.0,0.5,1.5]"},
      {"[0.0,0.5,1.0]", "{}"},
      {"[0.0,0.5,1.0]", "[".repeat(2000) + "]".repeat(2000)},
      {"[0.1,5.5,900.0,1.0]", "[]"},
      {"\"hidden\":64", "\"hidden\":null"},
      {"\"hidden\":64", "\"hidden\":99999999999"},
      {"\"gru\"", "\"gru\\n--out=/etc/passwd\""},
      {"\"gru\"", "\"gru --out=x\""},
      {"\"why\":\"\"", "\"why\":\"\",\"@class\":\"java.lang.ProcessBuilder\""},
      {"\"why\":\"\",", ""},
      {"}", "}{}"},
    };
    for (String[] change : changes) {
      assertThat(line).contains(change[0]);
      Files.writeString(file, line.replace(change[0], change[1]) + "\n");
      assertThatThrownBy(() -> Trial.read(file))
          .as(change[1])
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("trials.jsonl line 1")
          .message()
          .doesNotContain("\n", "com.fasterxml", "Unexpected")
          .hasSizeLessThan(300);
    }
  }

  /** Every change is an answer or one line: nothing else comes out. */
  @Test
  void randomChanges() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] changed = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, changed);
      try {
        assertThat(Trial.read(file)).hasSizeLessThanOrEqualTo(2);
      } catch (BadInputException e) {
        refused++;
        assertThat(e.getMessage()).hasSizeLessThan(300 + file.toString().length());
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Files.write(file, "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Trial.read(file)).hasMessageContaining("not UTF-8");
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(() -> new TrialLog(file).read()).hasMessageContaining("is a folder");
  }
}
