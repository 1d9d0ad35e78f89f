package io.github.recurrent4j.spark.command;

import picocli.CommandLine.Command;

/** {@code r4j spark jars}. */
@Command(
    name = "jars",
    description = "Prints the jars for spark-submit's --jars, separated by commas.")
final class JarsCommand implements Runnable {
  @Override
  public void run() {
    System.out.println(String.join(",", SuiteJars.list()));
  }
}
