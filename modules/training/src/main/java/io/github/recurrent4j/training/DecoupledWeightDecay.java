package io.github.recurrent4j.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * AdamW's weight decay (Loshchilov and Hutter, 2019). DL4J's own adds half of the squared weights
 * to the score it reports, although they are no part of the loss; and DL4J's builders, which apply
 * the network's settings to a layer twice, add it twice. They know an L2 regularization when they
 * meet it again: hence the superclass.
 */
public final class DecoupledWeightDecay extends L2Regularization {
  private static final long serialVersionUID = 1;

  /**
   * The decay.
   *
   * @param coefficient part of a weight that is taken off at each update, times the learning rate
   */
  public DecoupledWeightDecay(double coefficient) {
    super(coefficient);
  }

  /** For reading JSON. */
  DecoupledWeightDecay(@JsonProperty("l2") ISchedule coefficient) {
    super(coefficient);
  }

  @Override
  public ApplyStep applyStep() {
    return ApplyStep.POST_UPDATER;
  }

  @Override
  public void apply(INDArray weights, INDArray update, double rate, int iteration, int epoch) {
    update.addi(weights.mul(l2.valueAt(iteration, epoch) * rate));
  }

  @Override
  public double score(INDArray weights, int iteration, int epoch) {
    return 0;
  }

  @Override
  public Regularization clone() {
    return new DecoupledWeightDecay(l2.clone());
  }
}
