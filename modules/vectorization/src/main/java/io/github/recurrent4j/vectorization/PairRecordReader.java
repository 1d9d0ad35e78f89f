package io.github.recurrent4j.vectorization;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/**
 * DataVec reader of text pairs: a record is source and target. Pairs come from one file with a tab
 * between its columns, in either order (further columns are ignored), or from two files with a line
 * for each other. Texts are brought into Unicode's composed form (NFC), and runs of white space and
 * control characters become one space.
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

  /** A reader of files with tabs; give two files to {@link #initialize} for aligned ones. */
  public PairRecordReader(Columns columns) {
    this.columns = columns;
  }

  /** All pairs of a file with tabs. */
  public static List<TextPair> read(Path file, Columns columns) {
    PairRecordReader reader = new PairRecordReader(columns);
    TextFile.requireFile(file);
    reader.initialize(new FileSplit(file.toFile()));
    List<TextPair> pairs = new ArrayList<>();
    while (reader.hasNext()) {
      pairs.add(pair(reader.next()));
    }
    return pairs;
  }

  /** All pairs of two files, one a line. */
  public static List<TextPair> read(Path source, Path target) {
    List<String> left = lines(source);
    List<String> right = lines(target);
    if (left.size() != right.size()) {
      throw new BadInputException(
          String.format(
              "%s has %d lines and %s has %d: aligned files need a line for each other",
              source, left.size(), target, right.size()));
    }
    List<TextPair> pairs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      pairs.add(new TextPair(clean(left.get(i)), clean(right.get(i))));
    }
    return pairs;
  }

  /** Source and target of a record. */
  public static TextPair pair(List<Writable> record) {
    return new TextPair(record.get(0).toString(), record.get(1).toString());
  }

  /** The form in which texts are read and translated: NFC, single spaces, no control characters. */
  public static String clean(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .replaceAll("[\\p{Cc}\\p{Zs}\\p{Zl}\\p{Zp}]+", " ")
        .strip();
  }

  @Override
  List<Writable> parse(String line, Path file, int number) {
    String[] cells = line.split("\t", -1);
    if (cells.length < 2) {
      throw new BadInputException(
          String.format(
              "%s, line %d has no tab: each line needs two texts with a tab between them",
              file, number));
    }
    boolean swap = columns == Columns.TARGET_SOURCE;
    return List.of(new Text(clean(cells[swap ? 1 : 0])), new Text(clean(cells[swap ? 0 : 1])));
  }
}
