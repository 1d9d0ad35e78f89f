package io.github.recurrent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLinesTest {
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
  void exitCodes() {
    assertThat(CommandLines.run(new Top(), "middle", "leaf", "--needed", "1")).isZero();
    assertThat(CommandLines.run(new Top(), "middle", "leaf", "--needed", "2")).isEqualTo(1);
    assertThat(CommandLines.run(new Top(), "middle", "leaf", "--needed", "3")).isEqualTo(2);
    assertThat(CommandLines.run(new Top(), "middle", "leaf")).isEqualTo(2);
    assertThat(CommandLines.run(new Top(), "middle")).isEqualTo(2);
  }
}
