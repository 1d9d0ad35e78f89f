package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.layers.TrainingPrecision;
import io.github.recurrent4j.training.TrainingSettings;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the training loop does round an update, done in a worker: clipping, precision, and a seed
 * that depends on the update's number alone, so that a task that is repeated makes the same
 * updates. One object lies on the driver, and each task of a round has a copy.
 */
final class UpdateHook implements TrainingHook {
  private static final long serialVersionUID = 1;
  private static final long SEEDS = 1_000_003;

  private final double clipNorm;
  private final Precision precision;
  private final long seed;
  private final LaneStates lanes;
  private Round round;
  private transient Model prepared;
  private transient int done;

  /**
   * A training's.
   *
   * @param lanes carries states; null for a network without any
   */
  UpdateHook(TrainingSettings settings, LaneStates lanes) {
    this.clipNorm = settings.clipNorm();
    this.precision = settings.precision();
    this.seed = settings.seed();
    this.lanes = lanes;
  }

  /**
   * A round.
   *
   * @param first number of its first minibatch
   * @param stride minibatches between the first ones of two workers; 0 where they share them
   * @param updates of each worker
   * @param iteration DL4J's count, which its workers' copies of a configuration lack and Adam's
   *     bias correction needs
   */
  record Round(long first, int stride, int updates, int iteration) implements Serializable {}

  /** Says what the next round is, before it goes out. */
  void begin(Round next) {
    round = next;
  }

  @Override
  public void preUpdate(MultiDataSet minibatch, Model model) {
    before(model);
  }

  @Override
  public void preUpdate(DataSet minibatch, Model model) {
    before(model);
  }

  private void before(Model model) {
    int worker = TaskContext.getPartitionId();
    if (prepared != model) {
      prepared = model;
      done = 0;
      begin(model, worker);
    }
    long number = round.first + (long) worker * round.stride + done;
    // Workers that share a minibatch have no dropout in common all the same.
    long apart = round.stride == 0 ? Long.hashCode(worker * 0x9E3779B97F4A7C15L) : 0;
    Nd4j.getRandom().setSeed(seed * SEEDS + number + apart);
    done++;
  }

  private void begin(Model model, int worker) {
    if (model instanceof ComputationGraph graph) {
      graph.getConfiguration().setIterationCount(round.iteration);
    } else {
      ((MultiLayerNetwork) model).getLayerWiseConfigurations().setIterationCount(round.iteration);
    }
    TrainingPrecision.apply(model, precision);
    model.addListeners(new GlobalNormClipping(clipNorm > 0 ? clipNorm : Double.POSITIVE_INFINITY));
    if (lanes != null) {
      lanes.set(model, worker);
    }
  }

  @Override
  public void postUpdate(MultiDataSet minibatch, Model model) {}

  @Override
  public void postUpdate(DataSet minibatch, Model model) {
    if (lanes != null && done == round.updates) {
      lanes.keep(model, TaskContext.getPartitionId());
    }
  }
}
