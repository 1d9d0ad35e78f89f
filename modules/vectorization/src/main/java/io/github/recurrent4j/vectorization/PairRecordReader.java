package io.github.recurrent4j.vectorization;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/**
 * DataVec reader of text pairs: a record is source and target. Pairs come from one file with
 * columns ({@link TextTable} says in which forms), named or the first two of text, in either order;
 * or from two files with a line for each other. Texts are brought into Unicode's composed form
 * (NFC), and runs of white space and control characters become one space.
 */
public final class PairRecordReader extends LineRecordReader {

  /** Which column is which. */
  public enum Columns {
    /** Source, then target. */
    SOURCE_TARGET,
    /** Target, then source: the files of manythings.org, read as a translation into English. */
    TARGET_SOURCE
  }

  private final Columns columns;
  private final String source;
  private final String target;

  /** A reader of the first two columns that hold text. */
  public PairRecordReader(Columns columns) {
    this.columns = columns;
    this.source = null;
    this.target = null;
  }

  /**
   * A reader of columns by name.
   *
   * @param source column of the source: a name of the header, or a number from 1
   * @param target column of the target, likewise
   */
  public PairRecordReader(String source, String target) {
    this.columns = Columns.SOURCE_TARGET;
    this.source = source;
    this.target = target;
  }

  /** All pairs of a file with columns. */
  public static List<TextPair> read(Path file, Columns columns) {
    return PairSource.of(file).read(columns);
  }

  /** All pairs of a file with columns, which go by name or number (from 1). */
  public static List<TextPair> read(Path file, String source, String target) {
    return PairSource.columns(file, source, target).read(Columns.SOURCE_TARGET);
  }

  /** All pairs of two files, one a line; the entities of Moses's tokenizer are signs again. */
  public static List<TextPair> read(Path source, Path target) {
    return PairSource.aligned(source, target).read(Columns.SOURCE_TARGET);
  }

  /** Hands the pairs of a file with columns to a sink. */
  void each(Path file, Consumer<TextPair> sink) {
    TextFile.requireFile(file);
    if (!LargeTable.read(file, this, sink)) {
      initialize(new FileSplit(file.toFile()));
      while (hasNext()) {
        sink.accept(pair(next()));
      }
    }
  }

  /** Hands the pairs of two files to a sink. */
  static void each(Path source, Path target, Consumer<TextPair> sink) {
    PairStore left = new PairStore();
    TextFile.lines(source, line -> left.add(new TextPair(line, "")));
    List<TextPair> sources = left.list();
    int[] number = {0};
    TextFile.lines(
        target,
        line -> {
          if (number[0] < sources.size()) {
            String other = sources.get(number[0]).source();
            sink.accept(
                new TextPair(
                    CleanText.of(Entities.resolve(other)), CleanText.of(Entities.resolve(line))));
          }
          number[0]++;
        });
    if (sources.size() != number[0]) {
      throw new BadInputException(
          String.format(
              "%s has %d lines and %s has %d: aligned files need a line for each other",
              source, sources.size(), target, number[0]));
    }
  }

  /** Source and target of a record. */
  public static TextPair pair(List<Writable> record) {
    return new TextPair(record.get(0).toString(), record.get(1).toString());
  }

  @Override
  TextTable headed(TextTable table) {
    return source == null ? table : table.headedBy(source);
  }

  @Override
  List<Integer> columns(TextTable table) {
    if (source != null) {
      return List.of(table.column(source), table.column(target));
    }
    List<Integer> places = table.defaultColumns(2);
    return columns == Columns.SOURCE_TARGET ? places : List.of(places.get(1), places.get(0));
  }

  @Override
  List<Writable> parse(List<String> cells, Path file, int line) {
    return List.of(new Text(CleanText.of(cells.get(0))), new Text(CleanText.of(cells.get(1))));
  }
}
