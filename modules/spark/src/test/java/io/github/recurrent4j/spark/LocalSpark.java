package io.github.recurrent4j.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Spark inside the test's process, with two threads. */
final class LocalSpark {
  private LocalSpark() {}

  static SparkSession start() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("test")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }

  /** Rows of number and text, in three partitions. */
  static Dataset<Row> rows(SparkSession session, String... texts) {
    List<Row> rows =
        java.util.stream.IntStream.range(0, texts.length)
            .mapToObj(i -> RowFactory.create(i, texts[i]))
            .toList();
    StructType schema =
        new StructType().add("number", DataTypes.IntegerType).add("text", DataTypes.StringType);
    return session
        .createDataFrame(rows, schema)
        .repartitionByRange(3, org.apache.spark.sql.functions.col("number"));
  }

  /** A column's values, in the order of the rows. */
  static List<Object> column(Dataset<Row> rows, String name) {
    return Arrays.asList(
        rows.select("`" + name + "`").collectAsList().stream().map(row -> row.get(0)).toArray());
  }
}
