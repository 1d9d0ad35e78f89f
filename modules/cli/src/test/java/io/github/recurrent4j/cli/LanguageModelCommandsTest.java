package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code r4j lm} on a small model that one of them trained. */
class LanguageModelCommandsTest {
  @TempDir static Path folder;
  private static Path model;

  private static CommandRun lm(String... arguments) {
    return CommandRun.of(new LanguageModelCommand(), (Object[]) arguments);
  }

  private static List<String[]> columns(CommandRun ran) {
    return ran.out().lines().map(line -> line.split("\t", -1)).toList();
  }

  @BeforeAll
  static void train() throws IOException {
    Path text =
        Files.writeString(
            folder.resolve("t.txt"), "el perro come pan\nla gata bebe leche\n".repeat(80));
    model = folder.resolve("m.zip");
    CommandRun ran =
        lm(
            "train",
            "--train=" + text,
            "--out=" + model,
            "--layers=1",
            "--hidden=16",
            "--batch-size=8",
            "--bptt=16",
            "--epochs=8",
            "--learning-rate=0.02",
            "--average=0");
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  @Test
  void scoreReadsALineAndPrintsALine() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.txt"), "la gata\n\nñu\tel perro");
    CommandRun ran = lm("score", "--model=" + model, "--in=" + lines);
    assertThat(ran.code()).as(ran.err()).isZero();
    List<String[]> rows = columns(ran);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).hasSize(6);
    assertThat(rows.get(0)[1]).isEqualTo("8");
    assertThat(rows.get(0)[5]).isEqualTo("la gata");
    double logProbability = Double.parseDouble(rows.get(0)[0]);
    assertThat(Double.parseDouble(rows.get(0)[2]))
        .isCloseTo(Math.exp(-logProbability / 8), within(1e-3));
    assertThat(Double.parseDouble(rows.get(0)[3]))
        .isCloseTo(-logProbability / Math.log(2) / 8, within(1e-3));
    assertThat(rows.get(1)[1]).isEqualTo("1");
    assertThat(rows.get(2)[4]).isEqualTo("U+0009:1 u:1 ñ:1");
    assertThat(ran.err()).contains("the model does not know: U+0009:1 u:1 ñ:1");
  }

  @Test
  void scoreInJsonSaysTheSame() throws IOException {
    CommandRun ran = lm("score", "--model=" + model, "--json", "la gata", "ñu");
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    CommandRun plain = lm("score", "--model=" + model, "la gata");
    assertThat(first.get("logProbability").asDouble())
        .isCloseTo(Double.parseDouble(columns(plain).get(0)[0]), within(1e-4));
    assertThat(first.get("tokens").asInt()).isEqualTo(8);
    assertThat(first.get("text").asText()).isEqualTo("la gata");
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.get("unknown").get("ñ").asInt()).isEqualTo(1);
    CommandRun open = lm("score", "--model=" + model, "--no-end", "la gata");
    assertThat(columns(open).get(0)[1]).isEqualTo("7");
    assertThat(lm("score", "--model=" + model, "--in=x", "la gata").code()).isEqualTo(2);
    assertThat(lm("score", "--model=" + model, "--in=" + folder.resolve("none")).code())
        .isEqualTo(1);
  }

  @Test
  void generateStopsSamplesAndChooses() throws IOException {
    String[] common = {"generate", "--model=" + model, "--prime=la ", "--length=30"};
    CommandRun stopped = lm(with(common, "--stop=\\n|zz"));
    assertThat(stopped.code()).as(stopped.err()).isZero();
    assertThat(stopped.out()).startsWith("la ").hasLineCount(1);
    CommandRun samples = lm(with(common, "--stop=\\n", "--samples=3", "--json", "--seed=5"));
    List<String> lines = samples.out().lines().toList();
    assertThat(lines).hasSize(3);
    JsonNode last = new ObjectMapper().readTree(lines.get(2));
    assertThat(last.get("seed").asInt()).isEqualTo(7);
    assertThat(lm(with(common, "--stop=\\n", "--seed=7")).out())
        .isEqualTo("la " + last.get("text").asText() + "\n");
    CommandRun chosen =
        lm(with(common, "--choices", "gata bebe leche\\n", "perro come pan\\n|bebe bebe bebe\\n"));
    assertThat(chosen.code()).as(chosen.err()).isZero();
    assertThat(columns(chosen)).hasSize(3);
    assertThat(columns(chosen).get(0)[2]).isEqualTo("gata bebe leche\\n");
    double sum = columns(chosen).stream().mapToDouble(c -> Double.parseDouble(c[1])).sum();
    assertThat(sum).isCloseTo(1, within(1e-3));
    assertThat(lm(with(common, "--min-p=2")).code()).isEqualTo(2);
    CommandRun unknown = lm("generate", "--model=" + model, "--prime=ñu");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("does not know 'ñ' 'u'").hasLineCount(1);
  }

  @Test
  void bytePairsAreALevelBesideCharactersAndWords() {
    Path pairs = folder.resolve("bpe.zip");
    CommandRun ran =
        lm(
            "train",
            "--train=" + folder.resolve("t.txt"),
            "--out=" + pairs,
            "--units=bpe",
            "--vocabulary=300",
            "--layers=1",
            "--hidden=16",
            "--batch-size=4",
            "--bptt=16",
            "--epochs=1");
    assertThat(ran.code()).as(ran.err()).isZero();
    // Any character can be scored: what is rare is its bytes.
    CommandRun score = lm("score", "--model=" + pairs, "ñandú");
    assertThat(columns(score).get(0)[4]).isEmpty();
    assertThat(lm("train", "--train=x", "--out=y", "--level=bpe", "--vocabulary=9").code())
        .isEqualTo(2);
  }

  @Test
  void mixturesAndTheLateMeanAreOptionsThatResume() throws IOException {
    Path mixture = folder.resolve("mixture.zip");
    String[] common = {
      "train",
      "--train=" + folder.resolve("t.txt"),
      "--out=" + mixture,
      "--layers=1",
      "--hidden=16",
      "--softmaxes=2",
      "--embedding=8",
      "--tied",
      "--batch-size=8",
      "--bptt=16",
      "--evaluations=4",
      "--average-after=1"
    };
    assertThat(lm(with(common, "--epochs=2")).code()).isEqualTo(0);
    CommandRun more = lm(with(common, "--epochs=3", "--resume"));
    assertThat(more.code()).as(more.err()).isZero();
    JsonNode log =
        new ObjectMapper().readTree(folder.resolve("mixture.zip.json").toFile()).get("history");
    assertThat(log.get(log.size() - 1).get("epoch").asDouble()).isEqualTo(3);
    CommandRun score = lm("score", "--model=" + mixture, "la gata");
    assertThat(Double.parseDouble(columns(score).get(0)[0])).isNegative();
    CommandRun early = lm(with(common, "--overwrite", "--patience=2"));
    assertThat(early.code()).isEqualTo(2);
    assertThat(early.err()).contains("--average-after 1 needs a --patience of 0 or above 2");
  }

  @Test
  void evaluateFollowsATextIfAsked() throws IOException {
    Path text = Files.writeString(folder.resolve("new.txt"), "teca gorra palmera\n".repeat(30));
    String[] common = {"evaluate", "--model=" + model, "--data=" + text, "--json"};
    double stays = new ObjectMapper().readTree(lm(common).out()).get("nats").asDouble();
    for (String follows : List.of("--dynamic=0.2", "--cache=200")) {
      CommandRun ran = lm(with(common, follows));
      assertThat(ran.code()).as(ran.err()).isZero();
      JsonNode e = new ObjectMapper().readTree(ran.out());
      assertThat(e.get("nats").asDouble()).as(follows).isLessThan(stays);
      assertThat(e.get("bitsPerByte").asDouble())
          .isCloseTo(e.get("nats").asDouble() / Math.log(2), within(1e-6));
    }
    assertThat(lm(with(common, "--dynamic=0.2", "--dynamic-rule=rms")).code()).isEqualTo(2);
    assertThat(lm(with(common, "--dynamic-rule=rms")).code()).isEqualTo(2);
    assertThat(lm(with(common, "--cache-weight=2")).code()).isEqualTo(2);
  }

  private static String[] with(String[] common, String... more) {
    List<String> all = new ArrayList<>(List.of(common));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void linesOfAFileAreItsLines() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      expected.add(i % 7 == 0 ? "" : "line " + i + " " + "x".repeat(i));
    }
    Path file = Files.write(folder.resolve("many.txt"), expected);
    List<String> read = new ArrayList<>();
    LineInput.read(file, read::addAll);
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void whatIsNotKnownIsNamed() {
    assertThat(UnknownTexts.names(Map.of("ñ", 2, " ", 1, "gato", 3)))
        .isEqualTo("U+0020:1 gato:3 ñ:2");
    assertThat(UnknownTexts.names(Map.of())).isEmpty();
  }
}
