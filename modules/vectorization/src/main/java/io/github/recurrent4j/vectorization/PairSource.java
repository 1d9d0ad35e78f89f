package io.github.recurrent4j.vectorization;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where text pairs are read from: one file with columns ({@link TextTable} says in which forms), or
 * two files with a line for each other, as Moses has them.
 *
 * @param file the pairs, or the sources
 * @param targets the targets, where they lie in a file of their own
 * @param columns names of the source's and the target's column, or their numbers (from 1); without
 *     them the first two columns of text are read
 */
public record PairSource(Path file, Optional<Path> targets, Optional<Names> columns) {

  /**
   * Which columns to read.
   *
   * @param source the source's
   * @param target the target's
   */
  public record Names(String source, String target) {}

  /** A file's first two columns of text. */
  public static PairSource of(Path file) {
    return new PairSource(file, Optional.empty(), Optional.empty());
  }

  /** Two files with a line for each other. */
  public static PairSource aligned(Path sources, Path targets) {
    return new PairSource(sources, Optional.of(targets), Optional.empty());
  }

  /** A file's columns, by name or number. */
  public static PairSource columns(Path file, String source, String target) {
    return new PairSource(file, Optional.empty(), Optional.of(new Names(source, target)));
  }

  /** Whether it says itself which side is which. */
  public boolean isOrdered() {
    return targets.isPresent() || columns.isPresent();
  }

  /**
   * Reads the pairs into memory, or where there are many into a temporary file.
   *
   * @param order of the first two columns, where no column is named
   * @throws BadInputException if a file is wrong
   */
  public List<TextPair> read(Columns order) {
    PairStore pairs = new PairStore();
    each(order, pairs::add);
    return pairs.list();
  }

  /**
   * Hands the pairs to a sink, one by one.
   *
   * @param order of the first two columns, where no column is named
   * @throws BadInputException if a file is wrong
   */
  public void each(Columns order, Consumer<TextPair> sink) {
    if (targets.isPresent()) {
      PairRecordReader.each(file, targets.get(), sink);
    } else {
      columns
          .map(c -> new PairRecordReader(c.source(), c.target()))
          .orElseGet(() -> new PairRecordReader(order))
          .each(file, sink);
    }
  }
}
