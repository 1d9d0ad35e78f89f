package io.github.recurrent4j.search;

import io.github.recurrent4j.sentiment.TweetOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a classifier's data, see {@link TweetData}. */
public final class TweetDataOptions implements DataOptions {
  @Mixin TweetOptions tweets;

  @Option(names = "--valid-text", required = true, description = "validation texts")
  Path validText;

  @Option(names = "--valid-labels", required = true, description = "their labels")
  Path validLabels;

  @Option(names = "--encoder", description = "model whose encoder every candidate starts from")
  Path encoder;

  @Override
  public SearchedApp app() {
    return new SentimentSearch(encoder);
  }

  @Override
  public Properties properties() {
    return DataOptions.of(
        "text", joined(tweets.texts()),
        "labels", joined(tweets.labels()),
        "semeval", joined(tweets.semeval()),
        "validText", validText,
        "validLabels", validLabels);
  }

  private static String joined(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
