package io.github.recurrent4j.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, in this process. */
class SparkCommandTest {
  @TempDir Path dir;

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--master", "local[2]"));
    return SparkCommands.run(all.toArray(String[]::new));
  }

  private Path file(String name, String... lines) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, List.of(lines));
  }

  /** Lines of all parts that were written, in order. */
  private List<String> lines(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve(folder))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("part-"))
          .sorted()
          .flatMap(SparkCommandTest::read)
          .toList();
    }
  }

  private static Stream<String> read(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void textBecomesALineForALine() throws IOException {
    Path in = file("in.txt", "Hola.", "", "¿Dónde está la biblioteca?");
    assertThat(run("translate", "--input", in.toString(), "--output", dir.resolve("o").toString()))
        .isZero();
    assertThat(lines("o")).containsExactly("Hello.", "", "Where's the library?");
  }

  @Test
  void csvKeepsItsColumnsQuotesAndFolders() throws IOException {
    file("in/day=1/a.csv", "id,tweet", "007,\"me encanta, \"\"todo\"\"\"");
    file("in/day=2/b.csv", "id,tweet", "008,", "009,qué horror");
    String out = dir.resolve("o").toString();
    String[] command = {
      "classify",
      "--lang",
      "es",
      "--input",
      dir.resolve("in").toString(),
      "--output",
      out,
      "--format",
      "csv",
      "--column",
      "tweet",
      "--probabilities"
    };
    assertThat(run(command)).isZero();
    assertThat(lines("o/day=1").get(0)).isEqualTo("id,tweet,sentiment,probabilities");
    assertThat(lines("o/day=1").get(1)).startsWith("007,\"me encanta, \"\"todo\"\"\",positive,0.");
    assertThat(lines("o/day=2")).contains("008,,,").hasSize(3);
    // What is there stays, unless it is said that it goes.
    assertThat(run(command)).isEqualTo(1);
    assertThat(lines("o/day=2")).hasSize(3);
    List<String> again = new ArrayList<>(List.of(command));
    again.add("--overwrite");
    assertThat(run(again.toArray(String[]::new))).isZero();
    assertThat(lines("o/day=2")).hasSize(3);
  }

  @Test
  void jsonKeepsNulls() throws IOException {
    Path in = file("in.json", "{\"n\":1,\"text\":\"To be\"}", "{\"n\":2,\"text\":null}");
    assertThat(
            run(
                "perplexity",
                "--format",
                "json",
                "--input",
                in.toString(),
                "--output",
                dir.resolve("o").toString(),
                "--output-column",
                "ppl"))
        .isZero();
    assertThat(lines("o").get(0)).startsWith("{\"n\":1,\"text\":\"To be\",\"ppl\":");
    assertThat(lines("o").get(1)).isEqualTo("{\"n\":2,\"text\":null,\"ppl\":null}");
  }

  @Test
  void aStreamAnswersEachRowOnceOverSeveralRuns() throws IOException {
    Path in = file("in/1.txt", "Hola.").getParent();
    String[] command = {
      "translate",
      "--stream",
      "--once",
      "--input",
      in.toString(),
      "--output",
      dir.resolve("o").toString()
    };
    assertThat(run(command)).isZero();
    assertThat(lines("o")).containsExactly("Hello.");
    file("in/2.txt", "¿Dónde está la biblioteca?");
    assertThat(run(command)).isZero();
    assertThat(run(command)).isZero();
    assertThat(lines("o")).containsExactlyInAnyOrder("Hello.", "Where's the library?");
  }

  @Test
  void executorsReadWhatIsTrainedOn() throws IOException {
    List<String> rows = new ArrayList<>(List.of("id,tweet,mood"));
    for (int i = 0; i < 120; i++) {
      String mood = List.of("bad", "so", "good").get(i % 3);
      rows.add(i + ",\"it is " + mood + ", " + i * 7 % 31 + " and " + i + "\"," + mood);
    }
    Path table = file("tweets.csv", rows.toArray(String[]::new));
    Path out = dir.resolve("m.zip");
    List<String> command =
        List.of(
            ("train sentiment --sharded --label-column mood --workers 2 --interval 2 --shard-rows 20"
                    + " --epochs 2 --hidden 8 --embedding 8 --layers 1 --vocabulary 300 --batch-size 8"
                    + " --precision f32 --table "
                    + table
                    + " --out "
                    + out)
                .split(" "));
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("--text-column", "tweet"));
    assertThat(run(whole.toArray(String[]::new))).isZero();
    try (SentimentClassifier model = SentimentClassifier.load(out)) {
      assertThat(model.labels().names()).containsExactly("bad", "good", "so");
    }
    assertThat(dir.resolve("m.zip.shards")).doesNotExist();
    List<String> wrong = new ArrayList<>(command);
    wrong.addAll(List.of("--overwrite", "--text-column", "tweets"));
    assertThat(run(wrong.toArray(String[]::new))).isEqualTo(2);
  }

  @Test
  void executorsReadPairs() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      rows.add("es \"uno " + i % 9 + "\" y " + i + "\tit is one " + i % 9 + " and " + i);
    }
    Path table = file("pairs.tsv", rows.toArray(String[]::new));
    Path out = dir.resolve("m.zip");
    String command =
        "train translation --sharded --columns source_target --workers 2 --interval 1"
            + " --shard-rows 20 --epochs 1 --hidden 8 --encoder-hidden 4 --embedding 8"
            + " --source-vocabulary 300 --target-vocabulary 300"
            + " --precision f32 --out "
            + out
            + " --train "
            + table;
    assertThat(run(command.split(" "))).isZero();
    try (Translator model = Translator.load(out)) {
      // Its byte pairs are those of the sources, and not of the targets.
      assertThat(model.sourceCodec().encode("uno").length)
          .isLessThan(model.sourceCodec().encode("one").length);
      assertThat(model.translate("es").text()).isNotNull();
    }
    assertThat(run((command + ":2").replace("--out ", "--overwrite --out ").split(" ")))
        .isEqualTo(2);
  }

  @Test
  void executorsReadATextAndATrainingGoesOn() throws IOException {
    Path text = file("text.txt", "it is one and two ".repeat(200));
    Path out = dir.resolve("m.zip");
    String command =
        "train lm --sharded --workers 2 --interval 2 --hidden 8 --batch-size 4 --bptt 20"
            + " --precision f32 --train "
            + text
            + " --out "
            + out;
    assertThat(run((command + " --epochs 1").split(" "))).isZero();
    assertThat(dir.resolve("m.zip.shards")).doesNotExist();
    assertThat(run((command + " --epochs 2 --resume").split(" "))).isZero();
    try (LanguageModel model = LanguageModel.load(out)) {
      assertThat(model.network().numParams()).isPositive();
    }
    assertThat(
            run(
                (command + " --overwrite --batch-size 3")
                    .replace("--batch-size 4 ", "")
                    .split(" ")))
        .isEqualTo(2);
    assertThat(run((command + " --overwrite").replace(text.toString(), text + "-none").split(" ")))
        .isEqualTo(1);
  }

  @Test
  void wrongUsageAndFailuresHaveTheirCodes() throws IOException {
    String in = file("in.txt", "Hola.").toString();
    String out = dir.resolve("o").toString();
    assertThat(run("classify", "--input", in, "--output", out)).isEqualTo(2);
    assertThat(run("translate", "--input", in, "--output", out, "--column", "x")).isEqualTo(2);
    assertThat(run("translate", "--input", in, "--output", out, "--beam", "0")).isEqualTo(2);
    assertThat(run("translate", "--input", in, "--output", out, "--conf", "x")).isEqualTo(2);
    assertThat(run("translate", "--input", in + "-none", "--output", out)).isEqualTo(1);
    assertThat(run("translate", "--input", in, "--output", out, "--model", in)).isEqualTo(1);
    assertThat(run("translate", "--format", "json", "--input", in, "--output", out)).isEqualTo(1);
    assertThat(Files.exists(Path.of(out))).isFalse();
  }
}
