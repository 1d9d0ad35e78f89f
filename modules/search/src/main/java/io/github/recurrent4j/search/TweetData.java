package io.github.recurrent4j.search;

import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/**
 * Labelled tweets, named by the properties {@code text}, {@code labels}, {@code validText} and
 * {@code validLabels}; three classes.
 */
public final class TweetData implements DataSource {
  private static final long serialVersionUID = 1;
  private static final int CLASSES = 3;
  private transient List<LabelledText> train;
  private transient List<LabelledText> valid;

  @Override
  public void configure(Properties properties) {
    train =
        TweetRecordReader.read(
            Data.path(properties, "text"), Data.path(properties, "labels"), CLASSES);
    valid =
        TweetRecordReader.read(
            Data.path(properties, "validText"), Data.path(properties, "validLabels"), CLASSES);
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
