package io.github.recurrent4j.cli;

import io.github.recurrent4j.sentiment.TweetFiles;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name files of labelled tweets. */
public final class TweetOptions {
  @Option(names = "--text", description = "texts, one a line")
  List<Path> texts = List.of();

  @Option(names = "--labels", description = "their labels, one a line: names or numbers from 0")
  List<Path> labels = List.of();

  @Option(names = "--semeval", description = "SemEval files: id TAB label TAB text")
  List<Path> semeval = List.of();

  /** The files. */
  public TweetFiles files() {
    return new TweetFiles(texts, labels, semeval);
  }
}
