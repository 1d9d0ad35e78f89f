package io.github.recurrent4j.spark.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.Sentiment;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.translation.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a cluster: a master, two workers and the driver, each a process. */
@Timeout(value = 20, unit = TimeUnit.MINUTES) // against hanging for ever; a minute is enough
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark needs Hadoop's own tools there")
class StandaloneClusterTest {
  private static final String[] WORDS = {
    "hola", "gracias", "qué", "asco", "de", "día", "me", "encanta", "odio", "esto", "mañana",
    "fiesta"
  };

  @TempDir static Path dir;

  /** Texts that all differ, so that a row that is lost or doubled shows. */
  private static List<String> texts(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                WORDS[i % 12]
                    + " "
                    + WORDS[i / 12 % 12]
                    + " "
                    + WORDS[i / 144 % 12]
                    + " "
                    + WORDS[i * 7 % 12]
                    + " "
                    + i)
        .toList();
  }

  private static List<String> lines(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("part-"))
          .sorted()
          .flatMap(StandaloneClusterTest::read)
          .toList();
    }
  }

  private static Stream<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tasks whose output is whole, of a job that goes on. */
  private static long done(Path output) throws IOException {
    Path tasks = output.resolve("_temporary/0");
    if (!Files.isDirectory(tasks)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(tasks)) {
      return files.filter(f -> f.getFileName().toString().startsWith("task_")).count();
    }
  }

  @Test
  void answersAreThoseOfOneProcessAndOutliveAWorker() throws Exception {
    try (Cluster cluster = new Cluster(dir.resolve("spark"))) {
      classify(cluster);
      translateWhileAWorkerIsKilled(cluster);
    }
  }

  @Test
  void trainingOutlivesAWorkerAndTheDriver() throws Exception {
    Path tweets = labelled();
    // What nobody disturbs, in this process.
    List<String> here = training(tweets, "here.zip");
    here.addAll(List.of("--master", "local[2]"));
    assertThat(SparkCommands.run(here.toArray(String[]::new))).isZero();
    try (Cluster cluster = new Cluster(dir.resolve("spark2"))) {
      Process job = begun(cluster, "train1", training(tweets, "worker-lost.zip"));
      Cluster.kill(cluster.workers.get(0));
      boolean inTheMiddle = job.isAlive();
      job.waitFor();
      assertThat(job.exitValue()).as(cluster.log(job, "train1")).isZero();
      assertThat(inTheMiddle).isTrue();
      assertThat(cluster.log(job, "train1")).contains("Lost executor");
      same("worker-lost.zip");

      Process killed = begun(cluster, "train2", training(tweets, "driver-lost.zip"));
      assertThat(killed.isAlive()).as(cluster.log(killed, "train2")).isTrue();
      killed.destroyForcibly().waitFor();
      List<String> again = training(tweets, "driver-lost.zip");
      again.add("--resume");
      Process resumed = cluster.submit("train3", List.of(), again.toArray(String[]::new));
      resumed.waitFor();
      assertThat(resumed.exitValue()).as(cluster.log(resumed, "train3")).isZero();
      assertThat(cluster.log(resumed, "train3")).contains("Going on at step");
      same("driver-lost.zip");
    }
  }

  private static Path labelled() throws IOException {
    StringBuilder rows = new StringBuilder("text,label\n");
    List<String> texts = texts(150);
    for (int i = 0; i < texts.size(); i++) {
      rows.append(texts.get(i)).append(i % 3 == 0 ? " bueno" : i % 3 == 1 ? " malo" : " casa");
      rows.append(',').append(i % 3).append('\n');
    }
    return Files.writeString(dir.resolve("labelled.csv"), rows);
  }

  private static List<String> training(Path tweets, String out) {
    return new ArrayList<>(
        List.of(
            "train",
            "sentiment",
            "--table",
            tweets.toString(),
            "--out",
            dir.resolve(out).toString(),
            "--workers",
            "2",
            "--interval",
            "2",
            "--epochs",
            "5",
            "--patience",
            "0",
            "--hidden",
            "12",
            "--embedding",
            "12",
            "--layers",
            "1",
            "--vocabulary",
            "300",
            "--batch-size",
            "8",
            "--precision",
            "f32"));
  }

  /** Starts a training on the cluster; ends when there is a checkpoint. */
  private static Process begun(Cluster cluster, String name, List<String> training)
      throws Exception {
    Process job = cluster.submit(name, List.of(), training.toArray(String[]::new));
    Path checkpoint = Path.of(training.get(5) + ".checkpoint");
    while (!Files.exists(checkpoint) && job.isAlive()) {
      Thread.sleep(10);
    }
    return job;
  }

  /** The order in which what workers learned is added up may differ, and with it the last bits. */
  private static void same(String out) {
    try (SentimentClassifier here = SentimentClassifier.load(dir.resolve("here.zip"));
        SentimentClassifier there = SentimentClassifier.load(dir.resolve(out))) {
      double farthest =
          here.network().params().sub(there.network().params()).amaxNumber().doubleValue();
      assertThat(farthest).isCloseTo(0, within(1e-4));
    }
  }

  private void classify(Cluster cluster) throws Exception {
    List<String> texts = texts(3000);
    Path in = Files.write(dir.resolve("tweets.txt"), texts);
    Path out = dir.resolve("classified");
    Process job =
        cluster.submit(
            "classify",
            List.of(),
            "classify",
            "--lang",
            "es",
            "--input",
            in.toString(),
            "--output",
            out.toString());
    job.waitFor();
    assertThat(job.exitValue()).as(cluster.log(job, "classify")).isZero();
    List<String> expected = new ArrayList<>();
    try (SentimentClassifier c = SentimentClassifier.pretrained(Language.ES, Precision.F32)) {
      c.classify(texts).stream().map(Sentiment::line).forEach(expected::add);
    }
    assertThat(lines(out)).isEqualTo(expected);
    // Both had their share.
    for (int i = 0; i < 2; i++) {
      assertThat(cluster.log(cluster.workers.get(i), "worker" + i))
          .contains("Asked to launch executor");
    }
  }

  private void translateWhileAWorkerIsKilled(Cluster cluster) throws Exception {
    List<String> texts = texts(500);
    Path in = Files.write(dir.resolve("sentences.txt"), texts);
    Path out = dir.resolve("translated");
    long bytes = Files.size(in);
    Process job =
        cluster.submit(
            "translate",
            List.of(
                "spark.sql.files.maxPartitionBytes=" + bytes / 50,
                "spark.sql.files.openCostInBytes=1"),
            "translate",
            "--input",
            in.toString(),
            "--output",
            out.toString());
    while (done(out) < 2 && job.isAlive()) {
      Thread.sleep(10);
    }
    assertThat(job.isAlive()).as(cluster.log(job, "translate")).isTrue();
    Cluster.kill(cluster.workers.get(0));
    boolean inTheMiddle = job.isAlive() && !Files.exists(out.resolve("_SUCCESS"));
    job.waitFor();
    assertThat(job.exitValue()).as(cluster.log(job, "translate")).isZero();
    assertThat(inTheMiddle).isTrue();
    assertThat(cluster.log(job, "translate")).contains("Lost executor");
    List<String> expected = new ArrayList<>();
    try (Translator translator = Translator.pretrained(Precision.F32)) {
      translator
          .translate(texts, io.github.recurrent4j.translation.TranslationOptions.standard())
          .forEach(t -> expected.add(t.text()));
    }
    assertThat(lines(out)).isEqualTo(expected);
  }
}
