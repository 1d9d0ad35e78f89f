package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Rounds of a ComputationGraph: each worker has minibatches of its own. */
final class GraphRounds implements Rounds {
  private final JavaSparkContext context;
  private final Averaging averaging;
  private final UpdateHook hook;
  private final SparkComputationGraph spark;

  GraphRounds(JavaSparkContext context, Averaging averaging, TrainingRun run) {
    this.context = context;
    this.averaging = averaging;
    hook = new UpdateHook(run.settings(), null);
    spark =
        new SparkComputationGraph(
            context, (ComputationGraph) run.network(), averaging.master(hook));
  }

  @Override
  public int size(Model network) {
    return Math.multiplyExact(averaging.workers(), averaging.interval());
  }

  @Override
  public double fit(TrainingRun run, List<Object> minibatches) {
    ComputationGraphConfiguration counts = spark.getNetwork().getConfiguration();
    hook.begin(
        new UpdateHook.Round(
            run.step() * size(run.network()),
            averaging.interval(),
            averaging.interval(),
            counts.getIterationCount()));
    List<MultiDataSet> whole = new ArrayList<>();
    for (Object minibatch : minibatches) {
      whole.add(WholeMinibatch.of((org.nd4j.linalg.dataset.MultiDataSet) minibatch));
    }
    int epoch = counts.getEpochCount();
    spark.fitMultiDataSet(context.parallelize(whole, averaging.workers()));
    // A round is no epoch.
    counts.setEpochCount(epoch);
    return spark.getScore();
  }
}
