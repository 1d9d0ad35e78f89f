package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Setting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class CommandLinesTest {
  @TempDir private Path folder;
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @Command(name = "top", subcommands = Middle.class)
  static final class Top {}

  @Command(name = "middle", subcommands = Leaf.class)
  static final class Middle {}

  @Command(name = "leaf")
  static final class Leaf implements Runnable {
    @Option(names = "--needed", required = true)
    int needed;

    @Override
    public void run() {
      BadOptionException.require(needed <= 2, "--needed must be at most 2");
      if (needed > 1) {
        throw new BadInputException("too much");
      }
    }
  }

  @Command(name = "say")
  static final class Say implements Runnable {
    @Option(names = "--loud")
    boolean loud;

    @Parameters List<String> texts = List.of();

    @Override
    public void run() {
      texts.forEach(System.out::println);
    }
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void helpIsEverywhere() {
    assertThat(CommandLines.run(new Top(), "--help")).isZero();
    assertThat(CommandLines.run(new Top(), "middle", "--help")).isZero();
    assertThat(CommandLines.run(new Top(), "middle", "leaf", "--help")).isZero();
  }

  @Test
  void textsMayLookLikeOptionsAndFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("maria"), "--loud");
    for (List<String> arguments :
        List.of(
            List.of("-3 degrees today", "--loud"),
            List.of("--", "-3", "--quiet"),
            List.of("@" + file),
            List.of("-"))) {
      Say say = new Say();
      assertThat(CommandLines.run(say, arguments.toArray(String[]::new))).isZero();
      assertThat(say.texts)
          .isEqualTo(arguments.stream().filter(a -> !a.matches("--(loud)?")).toList());
    }
    assertThat(CommandLines.run(new Say(), "--lout", "text")).isEqualTo(2);
  }

  /** Settings of a command. */
  record Options(
      @Setting(value = "1", range = "[1, 9]", doc = "how wide") int width,
      @Setting(value = "false", doc = "whether it is tied") boolean tied) {}

  @Command(name = "train")
  static final class Train implements Runnable {
    final SettingOptions<Options> settings = SettingOptions.of(Options.class);

    @Option(names = "--out")
    String out = "";

    Options seen;

    @Override
    public void run() {
      seen = settings.value();
    }
  }

  private int train(Train train, String file, String... more) throws IOException {
    Path options = Files.writeString(folder.resolve("best.args"), file);
    List<String> arguments = new ArrayList<>(List.of("@" + options));
    arguments.addAll(List.of(more));
    return CommandLines.run(train, arguments.toArray(String[]::new));
  }

  @Test
  void filesOfArgumentsHoldSettings() throws IOException {
    Train train = new Train();
    assertThat(train(train, "# found\n--width=3\n\n--tied\n", "--out", "@" + folder)).isZero();
    assertThat(train.seen).isEqualTo(new Options(3, true));
    // A value that begins with an at sign is a value.
    assertThat(train.out).isEqualTo("@" + folder);
    assertThat(train(new Train(), "--width=10\n")).isEqualTo(2);
    for (String file :
        List.of(
            "--out=/etc/passwd\n",
            "@" + folder.resolve("best.args"),
            "--width=3 --out=/etc/passwd\nx\n",
            "--width\n3\n",
            "--width=" + "3".repeat(70_000) + "\n",
            "--width=3\0\n")) {
      Train untouched = new Train();
      assertThat(train(untouched, file)).as(file.substring(0, 8)).isEqualTo(1);
      assertThat(untouched.seen).isNull();
    }
    assertThat(CommandLines.run(new Train(), "@" + folder.resolve("none"))).isEqualTo(1);
  }

  @Test
  void lostOutputIsAFailureUnlessItsReaderHasGone() {
    PrintStream full = failing("No space left on device");
    assertThatThrownBy(() -> full.println("x")).isInstanceOf(StandardOutput.Lost.class);
    Failure failure = Failure.of(lost("No space left on device"));
    assertThat(failure.code()).isEqualTo(1);
    assertThat(failure.line())
        .isEqualTo("standard output cannot be written: No space left on device");
    Failure gone = Failure.of(new IllegalStateException(lost("Broken pipe")));
    assertThat(gone.line()).isEmpty();
    assertThat(gone.code()).isEqualTo(141);
  }

  private static PrintStream failing(String why) {
    return new PrintStream(
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(why);
              }
            }),
        true,
        StandardCharsets.UTF_8);
  }

  private static StandardOutput.Lost lost(String why) {
    return new StandardOutput.Lost(new IOException(why));
  }

  @Test
  void failuresAreOneShortLine() {
    assertThat(Failure.of(new BadInputException("a\nb\t" + "c".repeat(100_000))).line())
        .startsWith("a b c")
        .hasSizeLessThanOrEqualTo(300);
    assertThat(
            Failure.of(new IllegalStateException(new OutOfMemoryError("Java heap space"))).line())
        .contains("-Xmx")
        .doesNotContain("Exception");
    assertThat(Failure.of(new OutOfMemoryError("Physical memory usage is too high")).line())
        .contains("outside Java's heap", "-Xmx");
    assertThat(Failure.of(new OutOfMemoryError("Cannot allocate memory")).line())
        .contains("outside Java's heap", "end other programs");
    assertThat(
            Failure.of(new UncheckedIOException(new NoSuchFileException("folder/model.zip")))
                .line())
        .isEqualTo("folder/model.zip: there is no such file or folder");
    assertThat(
            Failure.of(new ExceptionInInitializerError(new IOException("no room: make some")))
                .line())
        .isEqualTo("no room: make some");
  }

  @Test
  void exitCodes() {
    assertThat(CommandLines.run(new Top(), "middle", "leaf", "--needed", "1")).isZero();
    assertThat(CommandLines.run(new Top(), "middle", "leaf", "--needed", "2")).isEqualTo(1);
    assertThat(CommandLines.run(new Top(), "middle", "leaf", "--needed", "3")).isEqualTo(2);
    assertThat(CommandLines.run(new Top(), "middle", "leaf")).isEqualTo(2);
    assertThat(CommandLines.run(new Top(), "middle")).isEqualTo(2);
  }
}
