package io.github.recurrent4j.spark.command;

import picocli.CommandLine.Command;

/** {@code r4j spark jars}. */
@Command(
    name = "jars",
    description = "Prints the jars that spark-submit is to be given (--jars), with commas between.")
final class JarsCommand implements Runnable {
  @Override
  public void run() {
    System.out.println(String.join(",", SuiteJars.list()));
  }
}
