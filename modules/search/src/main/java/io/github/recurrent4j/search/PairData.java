package io.github.recurrent4j.search;

import io.github.recurrent4j.vectorization.PairRecordReader;
import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.List;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/**
 * Two files of pairs with tabs, named by the properties {@code train} and {@code valid}; {@code
 * columns} is {@code target_source} (the default) or {@code source_target}.
 */
public final class PairData implements DataSource {
  private static final long serialVersionUID = 1;
  private transient List<TextPair> train;
  private transient List<TextPair> valid;

  @Override
  public void configure(Properties properties) {
    Columns columns =
        Columns.valueOf(
            properties.getProperty("columns", "target_source").toUpperCase(java.util.Locale.ROOT));
    train = PairRecordReader.read(Data.path(properties, "train"), columns);
    valid = PairRecordReader.read(Data.path(properties, "valid"), columns);
  }

  @Override
  public List<TextPair> trainData() {
    return train;
  }

  @Override
  public List<TextPair> testData() {
    return valid;
  }

  @Override
  public Class<?> getDataType() {
    return List.class;
  }
}
