package io.github.recurrent4j.spark.train;

import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;

/**
 * How a cluster averages.
 *
 * @param workers partitions of a round
 * @param interval updates that each worker makes in a round
 */
record Averaging(int workers, int interval) {

  /** DL4J's master, which takes minibatches as they are and where they are. */
  ParameterAveragingTrainingMaster master(UpdateHook hook) {
    return new ParameterAveragingTrainingMaster.Builder(workers, 1)
        .batchSizePerWorker(1)
        .averagingFrequency(interval)
        .saveUpdater(true)
        .workerPrefetchNumBatches(0)
        .repartionData(Repartition.Never)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .storageLevel(null)
        .trainingHooks(hook)
        .build();
  }
}
