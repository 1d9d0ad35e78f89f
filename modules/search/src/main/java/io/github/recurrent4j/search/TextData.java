package io.github.recurrent4j.search;

import java.nio.file.Path;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/** Two text files, named by the properties {@code train} and {@code valid}. */
public final class TextData implements DataSource {
  private static final long serialVersionUID = 1;
  private String train;
  private String valid;

  @Override
  public void configure(Properties properties) {
    train = Data.path(properties, "train").toString();
    valid = Data.path(properties, "valid").toString();
  }

  @Override
  public Path trainData() {
    return Path.of(train);
  }

  @Override
  public Path testData() {
    return Path.of(valid);
  }

  @Override
  public Class<?> getDataType() {
    return Path.class;
  }
}
