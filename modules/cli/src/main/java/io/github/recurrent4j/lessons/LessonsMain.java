package io.github.recurrent4j.lessons;

import io.github.recurrent4j.cli.Main;

/** {@code r4j lessons}: runs that command of the command line. */
public final class LessonsMain {
  private LessonsMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Main.main("lessons", args);
  }
}
