package io.github.recurrent4j.cli.lessons;

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
public final class LessonsCommand {}
