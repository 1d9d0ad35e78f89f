package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of labelled tweets.
 *
 * @param texts files of texts, one a line
 * @param labels files of labels, one for each of the texts' files
 * @param semeval SemEval files: id TAB label TAB text
 * @param tables files with columns
 */
public record TweetFiles(
    List<Path> texts, List<Path> labels, List<Path> semeval, List<Table> tables) {

  /**
   * A file with columns, in the forms of {@link io.github.recurrent4j.vectorization.TextTable}.
   *
   * @param file the file
   * @param text name or number (from 1) of the texts' column
   * @param label name or number of the labels' column
   */
  public record Table(Path file, String text, String label) {}

  /** Without files with columns. */
  public TweetFiles(List<Path> texts, List<Path> labels, List<Path> semeval) {
    this(texts, labels, semeval, List.of());
  }

  /** Copies the lists. */
  public TweetFiles {
    texts = List.copyOf(texts);
    labels = List.copyOf(labels);
    semeval = List.copyOf(semeval);
    tables = List.copyOf(tables);
  }

  /** One file of texts and its labels. */
  public static TweetFiles of(Path texts, Path labels) {
    return new TweetFiles(List.of(texts), List.of(labels), List.of());
  }

  /**
   * Reads the files.
   *
   * @param classes number of classes; labels are below it
   * @throws BadInputException if a file is wrong, or none is named
   */
  public List<LabelledText> read(int classes) {
    return read(Labels.numbered(classes));
  }

  /**
   * The classes of the labels that the files hold.
   *
   * @throws BadInputException if a file is wrong, or there are fewer than two classes
   * @see Labels#found
   */
  public Labels found() {
    List<String> all = new ArrayList<>();
    labels.forEach(file -> all.addAll(TweetRecordReader.labels(file)));
    tables.forEach(t -> all.addAll(TweetRecordReader.labels(t.file(), t.text(), t.label())));
    return all.isEmpty() || !semeval.isEmpty() ? Labels.SENTIMENT : Labels.found(all);
  }

  /**
   * Reads the files.
   *
   * @param classes what the labels may be
   * @throws BadInputException if a file is wrong, or none is named
   */
  public List<LabelledText> read(Labels classes) {
    if (texts.size() != labels.size()) {
      throw new BadInputException("each --text needs its --labels");
    }
    List<LabelledText> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      all.addAll(TweetRecordReader.read(texts.get(i), labels.get(i), classes));
    }
    semeval.forEach(file -> all.addAll(TweetRecordReader.read(file)));
    tables.forEach(t -> all.addAll(TweetRecordReader.read(t.file(), t.text(), t.label(), classes)));
    if (all.isEmpty()) {
      throw new BadOptionException("give --text and --labels, --semeval, or --table");
    }
    return all;
  }

  /** The files by their part in training. */
  public Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      files.put("text" + i, texts.get(i));
    }
    for (int i = 0; i < semeval.size(); i++) {
      files.put("semeval" + i, semeval.get(i));
    }
    for (int i = 0; i < tables.size(); i++) {
      files.put("table" + i, tables.get(i).file());
    }
    return files;
  }
}
