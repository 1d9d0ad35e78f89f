package io.github.recurrent4j.search;

import io.github.recurrent4j.sentiment.TweetFiles;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/**
 * Labelled tweets of three classes. The properties {@code text}, {@code labels} and {@code semeval}
 * name the files to train on, several with the system's path separator between them, {@code
 * validText} and {@code validLabels} those to validate on.
 */
public final class TweetData implements DataSource {
  private static final long serialVersionUID = 1;
  private static final int CLASSES = 3;
  private transient List<LabelledText> train;
  private transient List<LabelledText> valid;

  @Override
  public void configure(Properties properties) {
    train =
        new TweetFiles(
                paths(properties, "text"),
                paths(properties, "labels"),
                paths(properties, "semeval"))
            .read(CLASSES);
    valid =
        TweetRecordReader.read(
            Data.path(properties, "validText"), Data.path(properties, "validLabels"), CLASSES);
  }

  private static List<Path> paths(Properties properties, String name) {
    return Stream.of(properties.getProperty(name, "").split(File.pathSeparator, -1))
        .filter(file -> !file.isEmpty())
        .map(Path::of)
        .toList();
  }

  @Override
  public List<LabelledText> trainData() {
    return train;
  }

  @Override
  public List<LabelledText> testData() {
    return valid;
  }

  @Override
  public Class<?> getDataType() {
    return List.class;
  }
}
