package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The command-line options that name files of labelled tweets. */
public final class TweetOptions {
  @Option(names = "--text", description = "texts, one a line")
  List<Path> texts = List.of();

  @Option(names = "--labels", description = "their labels, one a line")
  List<Path> labels = List.of();

  @Option(names = "--semeval", description = "SemEval files: id TAB label TAB text")
  List<Path> semeval = List.of();

  /** No files yet; picocli names them. */
  public TweetOptions() {}

  /** These files. */
  public TweetOptions(List<Path> texts, List<Path> labels, List<Path> semeval) {
    this.texts = List.copyOf(texts);
    this.labels = List.copyOf(labels);
    this.semeval = List.copyOf(semeval);
  }

  /** Files of texts. */
  public List<Path> texts() {
    return List.copyOf(texts);
  }

  /** Files of labels, one for each of {@link #texts}. */
  public List<Path> labels() {
    return List.copyOf(labels);
  }

  /** SemEval files. */
  public List<Path> semeval() {
    return List.copyOf(semeval);
  }

  /**
   * Reads the files.
   *
   * @param classes number of classes; labels are below it
   * @throws BadInputException if a file is wrong, or none is named
   */
  public List<LabelledText> read(int classes) {
    if (texts.size() != labels.size()) {
      throw new BadInputException("each --text needs its --labels");
    }
    List<LabelledText> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      all.addAll(TweetRecordReader.read(texts.get(i), labels.get(i), classes));
    }
    semeval.forEach(file -> all.addAll(TweetRecordReader.read(file)));
    if (all.isEmpty()) {
      throw new BadOptionException("give --text and --labels, or --semeval");
    }
    return all;
  }

  /** The files by their part in a run. */
  Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      files.put("text" + i, texts.get(i));
    }
    for (int i = 0; i < semeval.size(); i++) {
      files.put("semeval" + i, semeval.get(i));
    }
    return files;
  }
}
