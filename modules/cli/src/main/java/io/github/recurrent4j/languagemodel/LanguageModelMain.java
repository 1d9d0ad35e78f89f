package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.cli.Main;

/** {@code r4j lm}: runs that command of the command line. */
public final class LanguageModelMain {
  private LanguageModelMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Main.main("lm", args);
  }
}
