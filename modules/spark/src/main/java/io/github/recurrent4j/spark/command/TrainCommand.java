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
      "Options and files are those of training on one machine; what settings count in updates goes by minibatches."
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
      description = {
        "updates that each worker makes before what they learned is averaged; 0: as many as make the",
        "averaging cheap, 64 of a classifier, 32 of a language model, 16 of a translator (0)"
      })
  int interval;

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

  /** What is trained, by the updates that take some seconds. */
  enum Kind {
    /** Classifiers, whose updates are the quickest for their parameters. */
    SENTIMENT(64),
    /** Language models. */
    LANGUAGE_MODEL(32),
    /** Translators, whose updates take a second. */
    TRANSLATION(16);

    private final int usual;

    Kind(int usual) {
      this.usual = usual;
    }
  }

  /** Updates of a worker in a round. */
  int interval(Kind kind) {
    return interval == 0 ? kind.usual : interval;
  }

  Rounds rounds(Kind kind) {
    return new SparkRounds(context(), count(), interval(kind));
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
