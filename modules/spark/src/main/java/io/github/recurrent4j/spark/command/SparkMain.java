package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.cli.CommandLines;

/** The main of {@code r4j spark}, and the class that {@code spark-submit} is given. */
public final class SparkMain {
  private SparkMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new SparkCommand(), args));
  }
}
