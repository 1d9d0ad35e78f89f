package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
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
    int epoch = counts.getEpochCount();
    spark.fitMultiDataSet(spread(minibatches));
    // A round is no epoch.
    counts.setEpochCount(epoch);
    return spark.getScore();
  }

  private JavaRDD<MultiDataSet> spread(List<Object> minibatches) {
    boolean made = !(minibatches.get(0) instanceof ShardMinibatch);
    List<MultiDataSet> whole = new ArrayList<>();
    for (Object each : minibatches) {
      org.nd4j.linalg.dataset.MultiDataSet minibatch = (org.nd4j.linalg.dataset.MultiDataSet) each;
      whole.add(made ? WholeMinibatch.of(minibatch) : minibatch);
    }
    return made
        ? context.parallelize(whole, averaging.workers())
        : new Hosts(context).spread(whole, averaging.workers());
  }
}
