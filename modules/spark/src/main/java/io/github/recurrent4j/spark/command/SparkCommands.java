package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.cli.CommandLines;
import io.github.recurrent4j.cli.TrainCommands;
import io.github.recurrent4j.spark.command.TrainCommand.Kind;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All of {@code r4j spark}, put together. */
final class SparkCommands {
  private SparkCommands() {}

  /** Runs a command and returns the exit code. */
  static int run(String... args) {
    try (TrainCommand train = new TrainCommand()) {
      CommandLine trained = new CommandLine(train);
      trained.addSubcommand(
          "lm", TrainCommands.languageModel(() -> train.rounds(Kind.LANGUAGE_MODEL), train.tables));
      trained.addSubcommand(
          "sentiment", TrainCommands.sentiment(() -> train.rounds(Kind.SENTIMENT), train.tables));
      trained.addSubcommand(
          "translation",
          TrainCommands.translation(() -> train.rounds(Kind.TRANSLATION), train.tables));
      CommandSpec all = CommandSpec.forAnnotatedObject(new SparkCommand());
      all.addSubcommand("train", trained);
      return CommandLines.run(all, args);
    }
  }
}
