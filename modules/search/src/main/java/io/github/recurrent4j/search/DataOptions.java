package io.github.recurrent4j.search;

import java.util.Properties;

/** The command-line options that say which app is searched, and on which data. */
public interface DataOptions {
  /** The app. */
  SearchedApp app();

  /** Properties of its data source. */
  Properties properties();

  /** Properties from names and values in turn. */
  static Properties of(Object... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty((String) namesAndValues[i], namesAndValues[i + 1].toString());
    }
    return properties;
  }
}
