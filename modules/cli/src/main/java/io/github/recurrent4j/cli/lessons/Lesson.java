package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.kernels.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Options of all lessons. */
abstract class Lesson implements Runnable {
  /** The cells that lessons compare. */
  static final List<Cell> CELLS = List.of(Cell.RNN, Cell.GRU, Cell.LSTM);

  @Option(
      names = "--out",
      defaultValue = "lessons",
      description = "folder for plots (${DEFAULT-VALUE})")
  Path out;

  @Option(names = "--seed", defaultValue = "1", description = "seed (${DEFAULT-VALUE})")
  long seed;

  /** The folder for plots, made if it is not there. */
  Path folder() {
    try {
      return Files.createDirectories(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
