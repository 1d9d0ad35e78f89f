package io.github.recurrent4j.cli;

import io.github.recurrent4j.search.SearchedData;
import io.github.recurrent4j.sentiment.TweetFiles;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say on which data an app is searched or compared. */
public interface DataOptions {
  /** The app and its data. */
  SearchedData data();

  /** A language model's texts. */
  final class Texts implements DataOptions {
    @Option(names = "--train", required = true, description = "training text, UTF-8")
    Path train;

    @Option(names = "--valid", required = true, description = "validation text")
    Path valid;

    @Override
    public SearchedData data() {
      return SearchedData.texts(train, valid);
    }
  }

  /** A translator's pairs. */
  final class Pairs implements DataOptions {
    @Option(names = "--train", required = true, description = "pairs with tabs, UTF-8")
    Path train;

    @Option(names = "--valid", required = true, description = "pairs for validation")
    Path valid;

    @Option(
        names = "--columns",
        defaultValue = "target_source",
        description = "target_source or source_target (${DEFAULT-VALUE})")
    Columns columns;

    @Override
    public SearchedData data() {
      return SearchedData.pairs(train, valid, columns);
    }
  }

  /** A classifier's tweets. */
  final class Tweets implements DataOptions {
    @Mixin TweetOptions tweets;

    @Option(names = "--valid-text", required = true, description = "validation texts")
    Path validText;

    @Option(names = "--valid-labels", required = true, description = "their labels")
    Path validLabels;

    @Option(
        names = "--encoder",
        converter = ModelPath.class,
        description =
            "model whose encoder every candidate starts from: a file, or a shipped model by its name")
    Path encoder;

    @Override
    public SearchedData data() {
      return SearchedData.tweets(
          tweets.files(), TweetFiles.of(validText, validLabels), Optional.ofNullable(encoder));
    }
  }
}
