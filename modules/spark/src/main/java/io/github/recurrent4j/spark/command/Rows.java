package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.cli.CommandLines;
import io.github.recurrent4j.cli.SettingOptions;
import io.github.recurrent4j.spark.ExecutorModels;
import io.github.recurrent4j.spark.SparkFailure;
import io.github.recurrent4j.spark.TextTransformer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rows from files through a transformer into files: what the commands over rows share. */
final class Rows {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "file or folder of rows, on any file system that Spark knows")
  String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PATH",
      description = "folder to write to, in as many parts as were read")
  String output;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "model file, on any file system that Spark knows, or the name of a shipped model, which has"
              + " no ending; else a shipped model")
  String model;

  @Mixin ClusterOptions cluster;

  final SettingOptions<RowSettings> settings = SettingOptions.of(RowSettings.class);

  /**
   * Answers all rows.
   *
   * @param transformer which has the command's own settings already
   * @param line makes of the name of the answer's column an expression of SQL for a line of text
   */
  void run(TextTransformer<?> transformer, UnaryOperator<String> line) {
    RowSettings chosen = settings.value();
    transformer.setInputCol(chosen.inputColumn());
    transformer.setPrecision(chosen.precision().toString());
    transformer.setMaxChars(chosen.maxChars());
    if (!chosen.outputColumn().isEmpty()) {
      transformer.setOutputCol(chosen.outputColumn());
    }
    if (chosen.batchSize() > 0) {
      transformer.setBatchSize(chosen.batchSize());
    }
    if (model != null && transformer.shippedModels().contains(model)) {
      transformer.setPretrained(model);
    } else if (model != null) {
      transformer.setModel(model);
    }
    String answer = transformer.getOrDefault(transformer.outputCol());
    try (SparkSession session = cluster.session("r4j spark: " + answer, "")) {
      RowFiles files = new RowFiles(session, chosen, input, output);
      if (chosen.stream()) {
        follow(files.stream(transformer.transform(files.coming()), line.apply(answer)));
      } else {
        RowFiles.Counts counts = files.write(transformer, answer, line.apply(answer));
        System.err.printf("r4j: %,d rows, %,d without an answer%n", counts.rows(), counts.none());
      }
    } catch (Exception e) { // Checked ones come out of Scala undeclared.
      throw SparkFailure.of(e);
    } finally {
      ExecutorModels.closeAll();
    }
  }

  private void follow(StreamingQuery query) throws Exception {
    Runnable stop =
        () -> {
          try {
            query.stop();
          } catch (java.util.concurrent.TimeoutException e) {
            // What was not written will be answered by the next run.
          }
        };
    Runnable forget = CommandLines.onInterrupt(stop);
    try {
      System.err.println("r4j: answering what comes into " + input + "; Ctrl-C ends it");
      query.awaitTermination();
    } finally {
      forget.run();
    }
  }
}
