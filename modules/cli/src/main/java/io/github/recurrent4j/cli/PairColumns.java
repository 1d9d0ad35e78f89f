package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.PairSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name the columns of files of pairs. */
final class PairColumns {
  @Option(
      names = "--source-column",
      description =
          "column of the source, by its name or its number from 1 (TSV, CSV, JSONL, Anki)")
  String source;

  @Option(names = "--target-column", description = "column of the target, likewise")
  String target;

  /** Both or neither. */
  void check() {
    BadOptionException.require(
        (source == null) == (target == null), "--source-column and --target-column go together");
  }

  /** Where pairs are read from. */
  PairSource of(Path file, Path targets) {
    check();
    if (targets != null && source != null) {
      throw new BadOptionException("two files have no columns: leave --source-column out");
    }
    return new PairSource(
        file,
        Optional.ofNullable(targets),
        Optional.ofNullable(source).map(s -> new PairSource.Names(s, target)));
  }
}
