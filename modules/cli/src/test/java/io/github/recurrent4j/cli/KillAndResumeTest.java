package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in a process of its own: killed without warning, then resumed. */
class KillAndResumeTest {
  @TempDir Path dir;

  private Process start(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LanguageModelMain.class.getName()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("log" + System.nanoTime()).toFile())
        .start();
  }

  private String[] training(String out, String... more) throws IOException {
    Path text = dir.resolve("text.txt");
    if (!Files.exists(text)) {
      StringBuilder s = new StringBuilder();
      for (int i = 0; i < 4000; i++) {
        s.append((i * 7919L) % 1000).append(i % 9 == 0 ? "\n" : " ");
      }
      Files.writeString(text, s);
    }
    List<String> all =
        new ArrayList<>(
            List.of(
                "train",
                "--train",
                text.toString(),
                "--out",
                dir.resolve(out).toString(),
                "--hidden",
                "32",
                "--layers",
                "1",
                "--batch-size",
                "8",
                "--bptt",
                "16",
                "--epochs",
                "12",
                "--evaluations",
                "3",
                "--patience",
                "0",
                "--seed",
                "5"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void modelIsTheSameAsWithoutTheKill() throws Exception {
    Process whole = start(training("whole.zip"));
    whole.waitFor();
    assertThat(whole.exitValue()).isZero();

    Process killed = start(training("killed.zip"));
    Path checkpoint = dir.resolve("killed.zip.checkpoint");
    while (!Files.exists(checkpoint) && killed.isAlive()) {
      Thread.sleep(20);
    }
    // It is killed after its second checkpoint: some updates after the first.
    FileTime first = Files.getLastModifiedTime(checkpoint);
    while (Files.getLastModifiedTime(checkpoint).equals(first) && killed.isAlive()) {
      Thread.sleep(20);
    }
    boolean wasRunning = killed.isAlive();
    killed.destroyForcibly().waitFor();
    assertThat(wasRunning).isTrue();

    Process resumed = start(training("killed.zip", "--resume"));
    resumed.waitFor();
    assertThat(resumed.exitValue()).isZero();
    try (LanguageModel a = LanguageModel.load(dir.resolve("whole.zip"));
        LanguageModel b = LanguageModel.load(dir.resolve("killed.zip"))) {
      assertThat(b.network().params()).isEqualTo(a.network().params());
    }
  }

  @Test
  void exitCodes() throws Exception {
    Process wrong = start("train", "--no-such-option");
    wrong.waitFor();
    assertThat(wrong.exitValue()).isEqualTo(2);
    Process failed = start("evaluate", "--model", dir.resolve("no.zip").toString(), "--data", "x");
    failed.waitFor();
    assertThat(failed.exitValue()).isEqualTo(1);
  }
}
