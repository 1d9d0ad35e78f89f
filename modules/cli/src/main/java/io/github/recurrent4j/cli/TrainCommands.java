package io.github.recurrent4j.cli;

import io.github.recurrent4j.training.Rounds;
import java.util.Optional;
import java.util.function.Supplier;

/** The apps' train commands, for command lines that have the updates made elsewhere. */
public final class TrainCommands {
  private TrainCommands() {}

  /**
   * {@code lm train}.
   *
   * @param rounds asked when training begins
   * @param tables data that others read
   */
  public static Object languageModel(Supplier<Rounds> rounds, RemoteTables tables) {
    LanguageModelCommand.Train command = new LanguageModelCommand.Train();
    command.remote = tables;
    command.output = output(rounds);
    return command;
  }

  /**
   * {@code sentiment train}.
   *
   * @param rounds asked when training begins
   * @param tables data that others read
   */
  public static Object sentiment(Supplier<Rounds> rounds, RemoteTables tables) {
    SentimentTrainCommand command = new SentimentTrainCommand();
    command.remote = tables;
    command.output = output(rounds);
    return command;
  }

  /**
   * {@code translation train}.
   *
   * @param rounds asked when training begins
   * @param tables data that others read
   */
  public static Object translation(Supplier<Rounds> rounds, RemoteTables tables) {
    TranslationCommand.Train command = new TranslationCommand.Train();
    command.remote = tables;
    command.output = output(rounds);
    return command;
  }

  private static OutputOptions output(Supplier<Rounds> rounds) {
    return new OutputOptions(() -> Optional.of(rounds.get()));
  }
}
