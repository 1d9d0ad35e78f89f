package io.github.recurrent4j.search;

import io.github.recurrent4j.sentiment.TweetFiles;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/**
 * Which app is searched, and on which data.
 *
 * @param app the app
 * @param properties what its data source is configured with
 */
public record SearchedData(SearchedApp app, Properties properties) {

  /** Language models on two text files, see {@link TextData}. */
  public static SearchedData texts(Path train, Path valid) {
    return new SearchedData(new LanguageModelSearch(), properties("train", train, "valid", valid));
  }

  /** Translators on two files of pairs, see {@link PairData}. */
  public static SearchedData pairs(Path train, Path valid, Columns columns) {
    return new SearchedData(
        new TranslationSearch(),
        properties("train", train, "valid", valid, "columns", columns.name()));
  }

  /**
   * Classifiers on labelled tweets, see {@link TweetData}.
   *
   * @param encoder model whose encoder every candidate starts from
   */
  public static SearchedData tweets(TweetFiles train, TweetFiles valid, Optional<Path> encoder) {
    return new SearchedData(
        new SentimentSearch(encoder),
        properties(
            "text", joined(train.texts()),
            "labels", joined(train.labels()),
            "semeval", joined(train.semeval()),
            "validText", joined(valid.texts()),
            "validLabels", joined(valid.labels())));
  }

  /** The data source with its properties set. */
  public DataSource open() {
    return app.open(properties);
  }

  private static Properties properties(Object... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty((String) namesAndValues[i], namesAndValues[i + 1].toString());
    }
    return properties;
  }

  private static String joined(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
