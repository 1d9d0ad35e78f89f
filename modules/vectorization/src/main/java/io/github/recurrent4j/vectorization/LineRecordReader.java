package io.github.recurrent4j.vectorization;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataLine;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.Writable;

/** What DataVec readers have in common whose records are the rows of text files with columns. */
abstract class LineRecordReader extends BaseRecordReader {
  private transient URI[] files = {};
  private transient Iterator<Record> records;

  /**
   * The places of the columns that are read.
   *
   * @throws BadInputException if the table does not have them
   */
  abstract List<Integer> columns(TextTable table);

  /** The table as it is read: without its header, if a column that was asked for is named there. */
  TextTable headed(TextTable table) {
    return table;
  }

  /**
   * The record of a row; null leaves the row out.
   *
   * @param cells the columns that are read, in their order
   * @param line the row's line, from 1
   * @throws BadInputException if the row is malformed
   */
  abstract List<Writable> parse(List<String> cells, Path file, int line);

  /** All lines of a UTF-8 file. */
  static List<String> lines(Path file) {
    StringBuilder text = new StringBuilder();
    TextFile.read(file, text::append);
    return text.toString().lines().toList();
  }

  @Override
  public void initialize(InputSplit split) {
    files = split.locations();
    reset();
  }

  @Override
  public void initialize(Configuration conf, InputSplit split) {
    initialize(split);
  }

  @Override
  public void reset() {
    List<Record> all = new ArrayList<>();
    for (URI file : files) {
      all.addAll(records(Path.of(file)));
    }
    records = all.iterator();
  }

  /**
   * The cells that are read of a row.
   *
   * @throws BadInputException if it has fewer
   */
  static List<String> cells(TextTable.Row row, List<Integer> columns, Path file) {
    List<String> cells = new ArrayList<>();
    for (int column : columns) {
      if (column >= row.cells().size()) {
        throw new BadInputException(
            String.format(
                "%s, line %d has %d column%s and not %d",
                file,
                row.line(),
                row.cells().size(),
                row.cells().size() == 1 ? "" : "s",
                column + 1));
      }
      cells.add(row.cells().get(column));
    }
    return cells;
  }

  private List<Record> records(Path file) {
    TextTable table = headed(TextTable.read(file));
    List<Integer> columns = columns(table);
    List<Record> all = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      List<Writable> values = parse(cells(row, columns, file), file, row.line());
      if (values != null) {
        all.add(
            new org.datavec.api.records.impl.Record(
                values, new RecordMetaDataLine(row.line() - 1, file.toUri(), getClass())));
      }
    }
    return all;
  }

  @Override
  public boolean hasNext() {
    return records != null && records.hasNext();
  }

  @Override
  public List<Writable> next() {
    return nextRecord().getRecord();
  }

  @Override
  public Record nextRecord() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return records.next();
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream in) throws IOException {
    String line = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    TextTable table = TextTable.withHeader(Path.of(uri), DelimitedText.tabbed(line));
    List<String> cells = new ArrayList<>();
    columns(table).forEach(c -> cells.add(table.rows().get(0).cells().get(c)));
    return parse(cells, Path.of(uri), 1);
  }

  @Override
  public Record loadFromMetaData(RecordMetaData meta) {
    return loadFromMetaData(List.of(meta)).get(0);
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> metas) {
    List<Record> result = new ArrayList<>();
    for (RecordMetaData meta : metas) {
      RecordMetaDataLine at = (RecordMetaDataLine) meta;
      records(Path.of(at.getURI())).stream()
          .filter(r -> ((RecordMetaDataLine) r.getMetaData()).getLineNumber() == at.getLineNumber())
          .forEach(result::add);
    }
    return result;
  }

  @Override
  public List<String> getLabels() {
    return null;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public void setConf(Configuration conf) {
    // Nothing here is configured through DataVec's Configuration.
  }

  @Override
  public Configuration getConf() {
    return new Configuration();
  }

  @Override
  public void close() {
    records = null;
  }
}
