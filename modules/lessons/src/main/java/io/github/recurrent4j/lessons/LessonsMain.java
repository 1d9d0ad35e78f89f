package io.github.recurrent4j.lessons;

import io.github.recurrent4j.vectorization.CommandLines;
import picocli.CommandLine.Command;

/** {@code r4j lessons}: the theory of recurrent networks, measured: tables and plots. */
@Command(
    name = "lessons",
    description = "The theory of recurrent networks, measured.",
    subcommands = {
      GradientsCommand.class,
      ClippingCommand.class,
      MemoryCommand.class,
      AgreementCommand.class,
      ContextCommand.class,
      CompareCommand.class,
      VersusCommand.class
    })
public final class LessonsMain {
  private LessonsMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new LessonsMain(), args));
  }
}
