package io.github.recurrent4j.captioning;

import io.github.recurrent4j.cli.Main;

/** {@code r4j captioning}: runs that command of the command line. */
public final class CaptioningMain {
  private CaptioningMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Main.main("captioning", args);
  }
}
