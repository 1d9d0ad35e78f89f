package io.github.recurrent4j.search;

import io.github.recurrent4j.cli.Main;

/** {@code r4j search}: runs that command of the command line. */
public final class SearchMain {
  private SearchMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Main.main("search", args);
  }
}
