package io.github.recurrent4j.vectorization.datasets;

import io.github.recurrent4j.cli.Main;

/** {@code r4j datasets}: runs that command of the command line. */
public final class DatasetsMain {
  private DatasetsMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Main.main("datasets", args);
  }
}
