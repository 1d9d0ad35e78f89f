package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.cli.Main;

/** {@code r4j sentiment}: runs that command of the command line. */
public final class SentimentMain {
  private SentimentMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Main.main("sentiment", args);
  }
}
