package io.github.recurrent4j.vectorization;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.SequenceRecord;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataLine;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.records.reader.SequenceRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * DataVec reader of plain text: each line of each file is one sequence, each step one token's id.
 * With {@link Tokenizer#WORD} and {@link Tokenizer#CHARACTER} it is the word and the character
 * reader.
 */
public final class TokenSequenceRecordReader extends BaseRecordReader
    implements SequenceRecordReader {
  private final transient Tokenizer tokenizer;
  private final transient Vocabulary vocabulary;
  private transient URI[] files;
  private transient Iterator<Line> lines;

  private record Line(URI file, int number, List<List<Writable>> steps) {}

  /** A reader for texts in this vocabulary. */
  public TokenSequenceRecordReader(Tokenizer tokenizer, Vocabulary vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
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
    lines =
        java.util.Arrays.stream(files)
            .flatMap(
                file -> {
                  try {
                    BufferedReader in =
                        Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
                    return numbered(file, in);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .iterator();
  }

  private java.util.stream.Stream<Line> numbered(URI file, BufferedReader in) {
    int[] number = new int[1];
    return in.lines().map(text -> new Line(file, number[0]++, steps(text)));
  }

  private List<List<Writable>> steps(String text) {
    List<List<Writable>> steps = new ArrayList<>();
    tokenizer.tokenize(text, t -> steps.add(List.of(new IntWritable(vocabulary.id(t)))));
    return steps;
  }

  @Override
  public boolean hasNext() {
    return lines != null && lines.hasNext();
  }

  @Override
  public List<List<Writable>> sequenceRecord() {
    return nextSequence().getSequenceRecord();
  }

  @Override
  public SequenceRecord nextSequence() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Line line = lines.next();
    return new org.datavec.api.records.impl.SequenceRecord(
        line.steps,
        new RecordMetaDataLine(line.number, line.file, TokenSequenceRecordReader.class));
  }

  @Override
  public List<List<Writable>> sequenceRecord(URI uri, DataInputStream in) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return steps(String.join("\n", reader.lines().toList()));
    }
  }

  @Override
  public SequenceRecord loadSequenceFromMetaData(RecordMetaData meta) throws IOException {
    return loadSequenceFromMetaData(List.of(meta)).get(0);
  }

  @Override
  public List<SequenceRecord> loadSequenceFromMetaData(List<RecordMetaData> metas)
      throws IOException {
    List<SequenceRecord> result = new ArrayList<>();
    for (RecordMetaData meta : metas) {
      RecordMetaDataLine line = (RecordMetaDataLine) meta;
      try (var all = Files.lines(Path.of(line.getURI()), StandardCharsets.UTF_8)) {
        String text = all.skip(line.getLineNumber()).findFirst().orElseThrow();
        result.add(new org.datavec.api.records.impl.SequenceRecord(steps(text), meta));
      }
    }
    return result;
  }

  @Override
  public List<Writable> next() {
    List<Writable> ids = new ArrayList<>();
    sequenceRecord().forEach(ids::addAll);
    return ids;
  }

  @Override
  public Record nextRecord() {
    throw new UnsupportedOperationException("lines are sequences: call nextSequence");
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream in) throws IOException {
    List<Writable> ids = new ArrayList<>();
    sequenceRecord(uri, in).forEach(ids::addAll);
    return ids;
  }

  @Override
  public Record loadFromMetaData(RecordMetaData meta) {
    throw new UnsupportedOperationException("lines are sequences: load them as such");
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> metas) {
    throw new UnsupportedOperationException("lines are sequences: load them as such");
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
    lines = null;
  }
}
