package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.cli.RemoteTables;
import io.github.recurrent4j.spark.SparkFailure;
import io.github.recurrent4j.spark.command.TrainCommand.Kind;
import io.github.recurrent4j.spark.train.LabelledForm;
import io.github.recurrent4j.spark.train.PairForm;
import io.github.recurrent4j.spark.train.ShardLayout;
import io.github.recurrent4j.spark.train.ShardedExamples;
import io.github.recurrent4j.spark.train.ShardedText;
import io.github.recurrent4j.training.RemoteExamples;
import io.github.recurrent4j.training.RemoteText;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.CleanText;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.TextPair;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Encoders;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Tables and texts that the executors read, and the shards that they write. */
final class ShardTables implements RemoteTables {
  private static final int MOST_LABELS = 10_001;

  @Option(
      names = "--sharded",
      scope = ScopeType.INHERIT,
      description = {
        "executors read the tables (.csv, .tsv, .json, .parquet) or the text, on any file system that",
        "Spark knows, which need not fit the driver, and write shards"
      })
  boolean sharded;

  @Option(
      names = "--shards",
      scope = ScopeType.INHERIT,
      paramLabel = "PATH",
      description = "folder for the shards, which all machines see; else beside the model")
  String folder;

  @Option(
      names = "--shard-rows",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      description = "rows of a shard, about; a worker has one in memory (16384)")
  int rows = 16_384;

  private final TrainCommand train;
  private ShardLayout layout;

  ShardTables(TrainCommand train) {
    this.train = train;
  }

  @Override
  public boolean wanted() {
    return sharded;
  }

  @Override
  public Labels labels(List<String> files, String column) {
    return Labels.found(
        job(
            () ->
                Tables.read(train.session(), files, column)
                    .distinct()
                    .limit(MOST_LABELS)
                    .map(
                        (org.apache.spark.api.java.function.MapFunction<
                                org.apache.spark.sql.Row, String>)
                            row -> row.getString(0),
                        Encoders.STRING())
                    .collectAsList()));
  }

  @Override
  public RemoteExamples<LabelledText> tweets(
      List<String> files, String text, String label, Labels labels, Run run) {
    JavaRDD<LabelledText> read =
        job(
            () ->
                Tables.read(train.session(), files, text, label)
                    .javaRDD()
                    .map(row -> tweet(row.getString(0), row.getString(1), labels)));
    return new ShardedExamples<>(
        train.context(), read, new LabelledForm(), layout(run, Kind.SENTIMENT));
  }

  private static LabelledText tweet(String text, String label, Labels labels) {
    OptionalInt number = labels.find(label);
    if (number.isEmpty()) {
      throw new BadInputException("label '" + label + "' is not " + labels.described());
    }
    return new LabelledText(text.strip(), number.getAsInt());
  }

  @Override
  public RemoteExamples<TextPair> pairs(List<String> files, String source, String target, Run run) {
    JavaRDD<TextPair> read =
        job(
            () ->
                Tables.read(train.session(), files, source, target)
                    .javaRDD()
                    .map(
                        row ->
                            new TextPair(
                                CleanText.of(row.getString(0)), CleanText.of(row.getString(1)))));
    return new ShardedExamples<>(
        train.context(), read, new PairForm(), layout(run, Kind.TRANSLATION));
  }

  @Override
  public RemoteText text(String file, Run run) {
    ShardLayout to = layout(run, Kind.LANGUAGE_MODEL);
    return new ShardedText(train.context(), file, to.folder(), run.seed());
  }

  private ShardLayout layout(Run run, Kind kind) {
    String where = folder != null ? folder : "file://" + run.model().toAbsolutePath() + ".shards";
    layout = new ShardLayout(where, rows, train.count(), train.interval(kind), run.seed());
    return layout;
  }

  private static <T> T job(java.util.concurrent.Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) { // Checked ones come out of Scala undeclared.
      throw SparkFailure.of(e);
    }
  }

  /** Removes the shards: a run that goes on makes the same again. */
  void close() {
    if (layout != null) {
      job(
          () -> {
            layout.remove(train.context().hadoopConfiguration());
            return null;
          });
    }
  }
}
