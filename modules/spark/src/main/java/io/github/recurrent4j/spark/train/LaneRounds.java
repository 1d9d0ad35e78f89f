package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.Rounds;
import io.github.recurrent4j.training.TrainingRun;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Rounds of a MultiLayerNetwork whose minibatches go on where the last one ended, a row for each
 * lane of text: each worker has lanes of its own, and their states stay with them.
 */
final class LaneRounds implements Rounds {
  private final JavaSparkContext context;
  private final Averaging averaging;
  private final LaneStates lanes;
  private final UpdateHook hook;
  private final SparkDl4jMultiLayer spark;

  LaneRounds(JavaSparkContext context, Averaging averaging, TrainingRun run) {
    this.context = context;
    this.averaging = averaging;
    lanes = new LaneStates(context);
    hook = new UpdateHook(run.settings(), lanes);
    spark =
        new SparkDl4jMultiLayer(context, (MultiLayerNetwork) run.network(), averaging.master(hook));
  }

  @Override
  public int size(Model network) {
    return averaging.interval();
  }

  @Override
  public double fit(TrainingRun run, List<Object> minibatches) {
    int workers = averaging.workers();
    MultiLayerNetwork network = spark.getNetwork();
    MultiLayerConfiguration counts = network.getLayerWiseConfigurations();
    List<DataSet> parts = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      for (Object each : minibatches) {
        DataSet minibatch = (DataSet) each;
        long rows = minibatch.getFeatures().size(0);
        BadOptionException.require(
            rows % workers == 0,
            "--batch-size is " + rows + ": give a multiple of --workers, which is " + workers);
        parts.add(
            WholeMinibatch.of(
                LaneStates.rows(minibatch.getFeatures(), worker, workers),
                LaneStates.rows(minibatch.getLabels(), worker, workers)));
      }
    }
    hook.begin(
        new UpdateHook.Round(
            run.step() * size(network), 0, minibatches.size(), counts.getIterationCount()));
    lanes.cut(network, workers);
    int epoch = counts.getEpochCount();
    spark.fit(context.parallelize(parts, workers));
    // A round is no epoch.
    counts.setEpochCount(epoch);
    lanes.join(network);
    return spark.getScore();
  }
}
