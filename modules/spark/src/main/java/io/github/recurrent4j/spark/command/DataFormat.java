package io.github.recurrent4j.spark.command;

import java.util.Locale;
import java.util.Map;

/** How rows lie in files. */
enum DataFormat {
  /** A row a line, without further columns. */
  TEXT,
  /** RFC 4180, with a line of names first. */
  CSV,
  /** An object a line. */
  JSON,
  /** Parquet. */
  PARQUET;

  /** Spark's options for reading and writing. */
  Map<String, String> options() {
    return switch (this) {
      case TEXT, PARQUET -> Map.of();
      case CSV -> Map.of("header", "true", "escape", "\"");
      case JSON -> Map.of("ignoreNullFields", "false");
    };
  }

  /** As Spark calls it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
