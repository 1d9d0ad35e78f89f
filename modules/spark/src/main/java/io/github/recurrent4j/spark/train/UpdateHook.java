package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.layers.TrainingPrecision;
import io.github.recurrent4j.training.TrainingSettings;
import org.apache.spark.TaskContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the training loop does round an update, done in a worker: clipping, precision, and a seed
 * that depends on the update's number alone, so that a task that is repeated makes the same
 * updates.
 */
final class UpdateHook implements TrainingHook {
  private static final long serialVersionUID = 1;
  private static final long SEEDS = 1_000_003;

  private final double clipNorm;
  private final io.github.recurrent4j.kernels.Precision precision;
  private final long seed;
  private final int interval;
  private long first;
  private int iteration;
  private transient Model prepared;
  private transient int done;

  UpdateHook(TrainingSettings settings, int interval) {
    this.clipNorm = settings.clipNorm();
    this.precision = settings.precision();
    this.seed = settings.seed();
    this.interval = interval;
  }

  /**
   * Says where a round begins, before it goes out.
   *
   * @param minibatch number of its first minibatch
   * @param updates DL4J's iteration count, which its workers' copies of a configuration lack and
   *     Adam's bias correction needs
   */
  void begin(long minibatch, int updates) {
    first = minibatch;
    iteration = updates;
  }

  @Override
  public void preUpdate(MultiDataSet minibatch, Model model) {
    if (prepared != model) {
      prepared = model;
      done = 0;
      ((ComputationGraph) model).getConfiguration().setIterationCount(iteration);
      TrainingPrecision.apply(model, precision);
      model.addListeners(
          new GlobalNormClipping(clipNorm > 0 ? clipNorm : Double.POSITIVE_INFINITY));
    }
    long number = first + (long) TaskContext.getPartitionId() * interval + done++;
    Nd4j.getRandom().setSeed(seed * SEEDS + number);
  }

  @Override
  public void preUpdate(DataSet minibatch, Model model) {
    throw new IllegalStateException("minibatches are MultiDataSets");
  }

  @Override
  public void postUpdate(MultiDataSet minibatch, Model model) {}

  @Override
  public void postUpdate(DataSet minibatch, Model model) {}
}
