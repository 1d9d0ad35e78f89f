package io.github.recurrent4j.search;

import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;

/** Data sources made as Arbiter makes them: without arguments, then configured. */
final class Data {
  private Data() {}

  static DataSource open(Class<? extends DataSource> type, Properties properties) {
    try {
      DataSource source = type.getConstructor().newInstance();
      source.configure(properties);
      return source;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be made", e);
    }
  }

  /** A file named by a property. */
  static Path path(Properties properties, String name) {
    String value = properties == null ? null : properties.getProperty(name);
    if (value == null) {
      throw new BadInputException("the data source needs the property \"" + name + "\"");
    }
    return Path.of(value);
  }
}
