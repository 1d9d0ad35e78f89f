package io.github.recurrent4j.translation;

import io.github.recurrent4j.cli.Main;

/** {@code r4j translation}: runs that command of the command line. */
public final class TranslationMain {
  private TranslationMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Main.main("translation", args);
  }
}
