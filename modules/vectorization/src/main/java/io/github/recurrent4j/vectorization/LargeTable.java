package io.github.recurrent4j.vectorization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads the pairs of a large file with tabs part by part, so that its text need not fit in memory.
 * What the file's first part shows (header, columns) counts for all of it. Files in other forms, or
 * with cells in quotes, whose lines may go on, are read as a whole.
 */
final class LargeTable {
  /** Bytes from which on a file is read in parts. */
  static final long LARGE = 64L << 20;

  private static final int PART = 1 << 22;

  private final Path file;
  private final PairRecordReader reader;
  private final Consumer<TextPair> sink;
  private List<Integer> columns;
  private int lines;

  private LargeTable(Path file, PairRecordReader reader, Consumer<TextPair> sink) {
    this.file = file;
    this.reader = reader;
    this.sink = sink;
  }

  /** Reads a file, if it is large and of that form; false if it must be read as a whole. */
  static boolean read(Path file, PairRecordReader reader, Consumer<TextPair> sink) {
    return read(file, reader, sink, LARGE);
  }

  static boolean read(Path file, PairRecordReader reader, Consumer<TextPair> sink, long large) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    boolean other = name.endsWith(".csv") || name.endsWith(".jsonl") || name.endsWith(".ndjson");
    try {
      // A pipe, which has no size, is read once only.
      if (other || !Files.isRegularFile(file) || Files.size(file) < large) {
        return false;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LargeTable table = new LargeTable(file, reader, sink);
    StringBuilder open = new StringBuilder();
    try {
      TextFile.read(
          file,
          piece -> {
            open.append(piece);
            int cut = open.length() < PART ? 0 : open.lastIndexOf("\n") + 1;
            if (cut > 0) {
              table.take(open.substring(0, cut));
              open.delete(0, cut);
            }
          });
      if (open.length() > 0) {
        table.take(open.toString());
      }
      return true;
    } catch (OtherForm e) {
      return false;
    }
  }

  private void take(String text) {
    List<TextTable.Row> rows;
    if (columns == null) {
      if (text.startsWith("#separator:") || DelimitedText.isQuoted(text)) {
        throw new OtherForm();
      }
      TextTable table = reader.headed(TextTable.withHeader(file, DelimitedText.plain(text, "\t")));
      columns = new ArrayList<>(reader.columns(table));
      rows = table.rows();
    } else {
      rows = DelimitedText.plain(text, "\t");
    }
    for (TextTable.Row row : rows) {
      TextTable.Row placed = new TextTable.Row(lines + row.line(), row.cells());
      List<String> cells = LineRecordReader.cells(placed, columns, file);
      sink.accept(PairRecordReader.pair(reader.parse(cells, file, placed.line())));
    }
    lines += (int) text.chars().filter(c -> c == '\n').count();
  }

  /** The first part shows that parts will not do. */
  private static final class OtherForm extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
