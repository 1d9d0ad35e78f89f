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

/** What DataVec readers have in common whose records are the lines of text files. */
abstract class LineRecordReader extends BaseRecordReader {
  private transient URI[] files = {};
  private transient Iterator<Record> records;

  /**
   * The record of a line; null leaves the line out.
   *
   * @param number the line's number, from 1
   * @throws BadInputException if the line is malformed
   */
  abstract List<Writable> parse(String line, Path file, int number);

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
      Path path = Path.of(file);
      int number = 0;
      for (String line : lines(path)) {
        number++;
        Record record = line.isBlank() ? null : record(line, path, number);
        if (record != null) {
          all.add(record);
        }
      }
    }
    records = all.iterator();
  }

  private Record record(String line, Path file, int number) {
    List<Writable> values = parse(line, file, number);
    return values == null
        ? null
        : new org.datavec.api.records.impl.Record(
            values, new RecordMetaDataLine(number - 1, file.toUri(), getClass()));
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
    return record(line, Path.of(uri), 1).getRecord();
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
      Path file = Path.of(at.getURI());
      result.add(record(lines(file).get(at.getLineNumber()), file, at.getLineNumber() + 1));
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
