package io.github.recurrent4j.cli;

import io.github.recurrent4j.sentiment.TweetFiles;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name files of labelled tweets, those with columns among them. */
final class TweetTables {
  @Mixin TweetOptions tweets;

  @Option(
      names = "--table",
      description = "files with a column of texts and one of labels: TSV, .csv, .jsonl")
  List<String> tables = List.of();

  @Option(
      names = "--text-column",
      defaultValue = "text",
      description = "the texts' column, by its name or its number from 1 (${DEFAULT-VALUE})")
  String text;

  @Option(
      names = "--label-column",
      defaultValue = "label",
      description = "the labels' column, likewise (${DEFAULT-VALUE})")
  String label;

  /** The files. */
  TweetFiles files() {
    TweetFiles plain = tweets.files();
    return new TweetFiles(
        plain.texts(),
        plain.labels(),
        plain.semeval(),
        tables.stream().map(f -> new TweetFiles.Table(Path.of(f), text, label)).toList());
  }
}
