package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.api.Model;
import scala.Tuple2;

/**
 * Synchronous averaging of parameters and of the updater's state: in a round each worker makes
 * {@code interval} updates from the same weights, and their mean is where the next round begins.
 * With one worker and an interval of 1 that is training as on one machine. It is what DL4J's {@code
 * ParameterAveragingTrainingMaster} computes, in one job of Spark and with networks that stay in
 * the executors. A worker that is lost in a round has its share made again by another.
 */
public final class SparkRounds implements Rounds {
  /** Of more workers the executors form the mean, each of a piece of the weights. */
  private static final int MOST_AT_DRIVER = 4;

  private final JavaSparkContext context;
  private final Averaging averaging;
  private Model network;
  private Broadcast<NetworkPlan> plan;

  /**
   * Rounds on a cluster.
   *
   * @param workers that make updates side by side: as many as the cluster's executors have cores
   *     together
   * @param interval updates that each makes in a round
   */
  public SparkRounds(JavaSparkContext context, int workers, int interval) {
    BadOptionException.require(
        workers >= 1 && interval >= 1, "--workers and --interval must be 1 at least");
    this.context = context;
    this.averaging = new Averaging(workers, interval);
  }

  @Override
  public int size(Model trained) {
    return Shares.carries(trained)
        ? averaging.interval()
        : Math.multiplyExact(averaging.workers(), averaging.interval());
  }

  @Override
  public double fit(TrainingRun run, List<Object> minibatches) {
    if (network != run.network()) {
      ended();
      network = run.network();
      plan = context.broadcast(NetworkPlan.of(run));
    }
    Counts counts = Counts.of(network);
    List<Share> shares = Shares.of(network, minibatches, averaging.workers());
    Round round =
        new Round(
            run.settings().seed(),
            run.step() * size(network),
            Shares.carries(network) ? 0 : averaging.interval(),
            counts);
    Learned learned = ShardedExamples.job(() -> learned(round, shares));
    double loss = learned.loss() / learned.minibatches();
    if (!Double.isFinite(loss)) {
      throw new BadInputException(
          "the loss is not a number any more at round "
              + run.step()
              + ": use a smaller --learning-rate or --clip-norm, or a shorter --interval");
    }
    learned.weights().into(network);
    counts.after(shares.get(0).minibatches().size()).into(network);
    if (Shares.carries(network)) {
      Shares.join(learned.states(), network);
    }
    return loss;
  }

  private Learned learned(Round round, List<Share> shares) {
    Broadcast<Weights> before = context.broadcast(Weights.of(network));
    try {
      Broadcast<NetworkPlan> same = plan;
      JavaRDD<Learned> made =
          new Hosts(context)
              .spread(shares)
              .map(share -> round.make(same.value(), before.value(), share));
      return shares.size() <= MOST_AT_DRIVER
          ? Learned.mean(0, made.collect())
          : Learned.joined(means(made, shares.size()));
    } finally {
      before.destroy();
    }
  }

  /** The mean in pieces, each formed where a worker is. */
  private static List<Learned> means(JavaRDD<Learned> made, int pieces) {
    return made.flatMapToPair(
            learned -> {
              List<Learned> cut = learned.pieces(pieces);
              return java.util.stream.IntStream.range(0, pieces)
                  .mapToObj(i -> new Tuple2<>(i, cut.get(i)))
                  .iterator();
            })
        .groupByKey(pieces)
        .map(all -> Learned.mean(all._1(), all._2()))
        .collect();
  }

  @Override
  public void ended() {
    if (plan != null) {
      WorkerNetworks.drop(plan.value());
      plan.destroy();
      plan = null;
      network = null;
    }
  }
}
