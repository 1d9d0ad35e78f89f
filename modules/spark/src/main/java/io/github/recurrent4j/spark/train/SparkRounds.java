package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Synchronous averaging of parameters and of the updater's state, by DL4J's {@code
 * ParameterAveragingTrainingMaster}: in a round each worker makes {@code interval} updates from the
 * same parameters, and their mean is where the next round begins. With one worker and an interval
 * of 1 that is training as on one machine. A worker that is lost in a round has its part repeated
 * by another.
 */
public final class SparkRounds implements Rounds {
  private final JavaSparkContext context;
  private final int workers;
  private final int interval;
  private UpdateHook hook;
  private SparkComputationGraph spark;

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
    this.workers = workers;
    this.interval = interval;
  }

  @Override
  public int size() {
    return Math.multiplyExact(workers, interval);
  }

  @Override
  public double fit(TrainingRun run, List<Object> minibatches) {
    if (spark == null || spark.getNetwork() != run.network()) {
      begin(run);
    }
    ComputationGraphConfiguration counts = spark.getNetwork().getConfiguration();
    hook.begin(run.step() * size(), counts.getIterationCount());
    List<MultiDataSet> whole = new ArrayList<>();
    for (Object minibatch : minibatches) {
      whole.add(new WholeMinibatch((org.nd4j.linalg.dataset.MultiDataSet) minibatch));
    }
    int epoch = counts.getEpochCount();
    spark.fitMultiDataSet(context.parallelize(whole, workers));
    // A round is no epoch.
    counts.setEpochCount(epoch);
    double loss = spark.getScore();
    if (!Double.isFinite(loss)) {
      throw new BadInputException(
          "the loss is not a number any more at round "
              + run.step()
              + ": use a smaller --learning-rate or --clip-norm, or a shorter --interval");
    }
    return loss;
  }

  private void begin(TrainingRun run) {
    if (!(run.network() instanceof ComputationGraph graph)) {
      throw new BadOptionException("this network is no ComputationGraph: train it on one machine");
    }
    hook = new UpdateHook(run.settings(), interval);
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(workers, 1)
            .batchSizePerWorker(1)
            .averagingFrequency(interval)
            .saveUpdater(true)
            .workerPrefetchNumBatches(0)
            .repartionData(Repartition.Never)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .storageLevel(null)
            .trainingHooks(hook)
            .build();
    spark = new SparkComputationGraph(context, graph, master);
  }
}
