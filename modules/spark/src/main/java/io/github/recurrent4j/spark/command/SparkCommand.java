package io.github.recurrent4j.spark.command;

import picocli.CommandLine.Command;

/** {@code r4j spark}. */
@Command(
    name = "spark",
    description = "What outgrows one machine, on Apache Spark: here, or on a cluster.",
    subcommands = {
      ClassifyCommand.class,
      TranslateCommand.class,
      PerplexityCommand.class,
      JarsCommand.class
    })
final class SparkCommand {}
