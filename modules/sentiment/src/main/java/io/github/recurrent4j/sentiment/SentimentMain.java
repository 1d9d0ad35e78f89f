package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.CommandLines;
import picocli.CommandLine.Command;

/** {@code r4j sentiment}: trains, evaluates and runs classifiers of tweets. */
@Command(
    name = "sentiment",
    description = "Sentiment of tweets, Spanish and English.",
    subcommands = {TrainCommand.class, EvaluateCommand.class, ClassifyCommand.class})
public final class SentimentMain {
  private SentimentMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new SentimentMain(), args));
  }
}
