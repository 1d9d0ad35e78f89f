package io.github.recurrent4j.spark.train;

import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A minibatch that is made where it is trained on: only its place goes there. */
final class ShardMinibatch extends MultiDataSet {
  private static final long serialVersionUID = 1;

  private final Broadcast<ShardReader<?>> reader;
  private final ShardPlace place;
  private final int tasks;
  private transient MultiDataSet made;

  /**
   * One of a shard.
   *
   * @param tasks that run in a worker's process at once
   */
  ShardMinibatch(Broadcast<ShardReader<?>> reader, ShardPlace place, int tasks) {
    this.reader = reader;
    this.place = place;
    this.tasks = tasks;
  }

  private MultiDataSet made() {
    if (made == null) {
      made = OpenShards.minibatch(reader.value(), place, tasks);
    }
    return made;
  }

  @Override
  public INDArray[] getFeatures() {
    return made().getFeatures();
  }

  @Override
  public INDArray[] getLabels() {
    return made().getLabels();
  }

  @Override
  public boolean hasMaskArrays() {
    return made().hasMaskArrays();
  }

  @Override
  public INDArray[] getFeaturesMaskArrays() {
    return made().getFeaturesMaskArrays();
  }

  @Override
  public INDArray[] getLabelsMaskArrays() {
    return made().getLabelsMaskArrays();
  }

  @Override
  public String toString() {
    return place.toString();
  }
}
