package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.spark.train.SparkRounds;
import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.vectorization.BadOptionException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code r4j spark train}: the apps' train commands, with their updates made on the cluster. */
@Command(
    name = "train",
    description = {
      "Trains on the cluster: workers make updates side by side, and what they learn is averaged.",
      "Options and files are those of training on one machine; settings that count updates count rounds."
    })
final class TrainCommand implements AutoCloseable {
  @Mixin ClusterOptions cluster;

  @Option(
      names = "--workers",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      description = "workers of one core each; 0: as many as the cluster has cores (0)")
  int workers;

  @Option(
      names = "--interval",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      description = "updates that each worker makes before what they learned is averaged (16)")
  int interval = 16;

  @Mixin final ShardTables tables = new ShardTables(this);

  private SparkSession session;

  /** Starts Spark, once; called when data is read or training begins. */
  SparkSession session() {
    if (session == null) {
      // A task is a worker and computes on its own core.
      session = cluster.session("r4j spark train", "-Drecurrent4j.threads=1");
    }
    return session;
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  /** How many workers there are. */
  int count() {
    return workers == 0 ? context().defaultParallelism() : workers;
  }

  Rounds rounds() {
    return new SparkRounds(context(), count(), interval);
  }

  /** Of a language model, whose text the driver reads. */
  Rounds laneRounds() {
    BadOptionException.require(
        !tables.sharded, "--sharded is for sentiment and translation: leave it out");
    return rounds();
  }

  @Override
  public void close() {
    if (session != null) {
      try {
        tables.close();
      } finally {
        session.close();
      }
    }
  }
}
