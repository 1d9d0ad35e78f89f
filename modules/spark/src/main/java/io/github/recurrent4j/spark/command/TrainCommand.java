package io.github.recurrent4j.spark.command;

import io.github.recurrent4j.spark.train.SparkRounds;
import io.github.recurrent4j.training.Rounds;
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

  private SparkSession session;

  /** Starts Spark; called when training begins. */
  Rounds rounds() {
    if (session != null) {
      return rounds(session);
    }
    // A task is a worker and computes on its own core.
    session = cluster.session("r4j spark train", "-Drecurrent4j.threads=1");
    return rounds(session);
  }

  private Rounds rounds(SparkSession on) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(on.sparkContext());
    int count = workers == 0 ? context.defaultParallelism() : workers;
    return new SparkRounds(context, count, interval);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
