package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Synchronous averaging of parameters and of the updater's state, by DL4J's {@code
 * ParameterAveragingTrainingMaster}: in a round each worker makes {@code interval} updates from the
 * same parameters, and their mean is where the next round begins. With one worker and an interval
 * of 1 that is training as on one machine. A worker that is lost in a round has its part repeated
 * by another.
 *
 * <p>Of a ComputationGraph each worker has minibatches of its own; of a MultiLayerNetwork, a
 * language model's, each has lanes of every minibatch.
 */
public final class SparkRounds implements Rounds {
  private final JavaSparkContext context;
  private final Averaging averaging;
  private Model network;
  private Rounds rounds;

  /**
   * Rounds on a cluster.
   *
   * @param workers partitions of a round: as many as the cluster's executors have cores together
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
    return trained instanceof ComputationGraph
        ? Math.multiplyExact(averaging.workers(), averaging.interval())
        : averaging.interval();
  }

  @Override
  public double fit(TrainingRun run, List<Object> minibatches) {
    if (network != run.network()) {
      network = run.network();
      rounds =
          network instanceof ComputationGraph
              ? new GraphRounds(context, averaging, run)
              : new LaneRounds(context, averaging, run);
    }
    double loss = rounds.fit(run, minibatches);
    if (!Double.isFinite(loss)) {
      throw new BadInputException(
          "the loss is not a number any more at round "
              + run.step()
              + ": use a smaller --learning-rate or --clip-norm, or a shorter --interval");
    }
    return loss;
  }
}
