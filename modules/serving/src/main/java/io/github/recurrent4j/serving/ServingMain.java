package io.github.recurrent4j.serving;

import io.github.recurrent4j.cli.CommandLines;

/** The main of {@code r4j serve}. */
public final class ServingMain {
  private ServingMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new ServeCommand(), args));
  }
}
