package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.cli.CommandLines;
import io.github.recurrent4j.cli.TrainCommands;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All of {@code r4j spark}, put together. */
final class SparkCommands {
  private SparkCommands() {}

  /** Runs a command and returns the exit code. */
  static int run(String... args) {
    try (TrainCommand train = new TrainCommand()) {
      CommandLine trained = new CommandLine(train);
      trained.addSubcommand("lm", TrainCommands.languageModel(train::laneRounds));
      trained.addSubcommand("sentiment", TrainCommands.sentiment(train::rounds, train.tables));
      trained.addSubcommand("translation", TrainCommands.translation(train::rounds, train.tables));
      CommandSpec all = CommandSpec.forAnnotatedObject(new SparkCommand());
      all.addSubcommand("train", trained);
      return CommandLines.run(all, args);
    }
  }
}
