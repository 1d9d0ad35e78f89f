package io.github.recurrent4j.spark.command;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.github.recurrent4j.spark.TextTransformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;

/** Files of rows, read and written by Spark. */
final class RowFiles {
  private final SparkSession session;
  private final RowSettings settings;
  private final String input;
  private final String output;

  RowFiles(SparkSession session, RowSettings settings, String input, String output) {
    this.session = session;
    this.settings = settings;
    this.input = input;
    this.output = output;
  }

  /**
   * What was written.
   *
   * @param rows all of them
   * @param none those without an answer
   */
  record Counts(long rows, long none) {}

  /** Reads all rows, answers them and writes them, whole or not at all. */
  Counts write(TextTransformer<?> transformer, String answer, String line)
      throws InterruptedException {
    Dataset<Row> read = there();
    List<String> folders = folders(read);
    Observation observation = new Observation("answers");
    Dataset<Row> answered =
        transformer
            .transform(read)
            .observe(
                observation, count(lit(1)).as("rows"), count(col("`" + answer + "`")).as("found"));
    DataFrameWriter<Row> writer =
        written(answered, line, folders)
            .write()
            .format(settings.format().toString())
            .options(settings.format().options())
            .mode(settings.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists);
    if (!folders.isEmpty()) {
      writer = writer.partitionBy(folders.toArray(String[]::new));
    }
    writer.save(output);
    Map<String, Object> counts = observation.getAsJava();
    long rows = (Long) counts.get("rows");
    return new Counts(rows, rows - (Long) counts.get("found"));
  }

  private Dataset<Row> there() {
    return session
        .read()
        .format(settings.format().toString())
        .options(settings.format().options())
        .load(input);
  }

  /** Rows that come into the input folder; what is there already says which columns they have. */
  Dataset<Row> coming() {
    return session
        .readStream()
        .format(settings.format().toString())
        .options(settings.format().options())
        .schema(there().schema())
        .load(input);
  }

  /** Writes what comes, each row once, also over a kill and a later run with the same output. */
  StreamingQuery stream(Dataset<Row> answered, String line) throws TimeoutException {
    DataStreamWriter<Row> writer =
        written(answered, line, List.of())
            .writeStream()
            .format(settings.format().toString())
            .options(settings.format().options())
            .option("checkpointLocation", output + "/_checkpoint");
    return (settings.once() ? writer.trigger(Trigger.AvailableNow()) : writer).start(output);
  }

  private Dataset<Row> written(Dataset<Row> answered, String line, List<String> folders) {
    List<Column> columns = new ArrayList<>();
    if (settings.format() == DataFormat.TEXT) {
      columns.add(expr(line).as("value"));
      folders.forEach(name -> columns.add(col("`" + name + "`")));
    } else {
      for (StructField field : answered.schema().fields()) {
        Column column = col("`" + field.name() + "`");
        // CSV has no lists.
        boolean list = settings.format() == DataFormat.CSV && field.dataType() instanceof ArrayType;
        columns.add(list ? joined(column).as(field.name()) : column);
      }
    }
    return answered.select(columns.toArray(Column[]::new));
  }

  private static Column joined(Column list) {
    return when(list.isNotNull(), concat_ws(" ", list.cast("array<string>")));
  }

  /** Columns that stand in the input's folder names (name=value), to be folders again. */
  private static List<String> folders(Dataset<Row> read) {
    for (LogicalPlan leaf :
        JavaConverters.seqAsJavaList(read.queryExecution().analyzed().collectLeaves())) {
      if (leaf instanceof LogicalRelation relation
          && relation.relation() instanceof HadoopFsRelation files) {
        return List.of(files.partitionSchema().fieldNames());
      }
    }
    return List.of();
  }
}
