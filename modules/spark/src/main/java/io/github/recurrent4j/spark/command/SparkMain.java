package io.github.recurrent4j.spark.command;

/** The main of {@code r4j spark}, and the class that {@code spark-submit} is given. */
public final class SparkMain {
  private SparkMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(SparkCommands.run(args));
  }
}
