package io.github.recurrent4j.cli;

import picocli.CommandLine.Command;

/** {@code r4j sentiment}: trains, evaluates, checks, runs and averages classifiers of tweets. */
@Command(
    name = "sentiment",
    description = "Sentiment of tweets, Spanish and English.",
    subcommands = {
      SentimentTrainCommand.class,
      SentimentEvaluateCommand.class,
      SentimentClassifyCommand.class,
      SentimentAverageCommand.class,
      SentimentCheckCommand.class
    })
final class SentimentCommand {}
