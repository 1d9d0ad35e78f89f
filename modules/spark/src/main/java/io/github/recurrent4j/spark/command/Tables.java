package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Columns of text of tables in files. */
final class Tables {
  private Tables() {}

  /**
   * Reads columns as text, in the files' order, without rows where one of them is null.
   *
   * @param columns names, or numbers from 1: then files with tabs or commas have no line of names
   */
  static Dataset<Row> read(SparkSession session, List<String> files, String... columns) {
    boolean named = !Arrays.stream(columns).allMatch(Tables::isNumber);
    Dataset<Row> all = null;
    for (String file : files) {
      Dataset<Row> rows = chosen(reader(session, file, named).load(file), file, columns);
      all = all == null ? rows : all.union(rows);
    }
    return all.na().drop();
  }

  private static Dataset<Row> chosen(Dataset<Row> table, String file, String... columns) {
    return table.select(
        Arrays.stream(columns)
            .map(column -> column(table, file, column).cast("string"))
            .toArray(Column[]::new));
  }

  private static boolean isNumber(String column) {
    return column.matches("[1-9][0-9]{0,3}");
  }

  private static Column column(Dataset<Row> table, String file, String column) {
    List<String> names = List.of(table.columns());
    for (String name : names) {
      if (name.equalsIgnoreCase(column)) {
        return table.col("`" + name + "`");
      }
    }
    BadOptionException.require(
        isNumber(column) && Integer.parseInt(column) <= names.size(),
        file + " has no column '" + column + "': it has " + String.join(", ", names));
    return table.col("`" + names.get(Integer.parseInt(column) - 1) + "`");
  }

  private static DataFrameReader reader(SparkSession session, String file, boolean named) {
    String name = file.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
    if (name.endsWith(".parquet")) {
      return session.read().format("parquet");
    }
    if (name.matches(".*\\.jsonl?(\\.(gz|bz2|zst))?")) {
      return session.read().format("json");
    }
    DataFrameReader text = session.read().format("csv").option("header", named);
    return name.matches(".*\\.csv(\\.(gz|bz2|zst))?")
        ? text.option("escape", "\"")
        : text.option("sep", "\t").option("quote", "");
  }
}
