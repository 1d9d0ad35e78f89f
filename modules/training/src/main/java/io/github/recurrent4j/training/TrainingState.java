package io.github.recurrent4j.training;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Where a training run stands; saved with every checkpoint.
 *
 * @param epoch epochs finished
 * @param position position inside the epoch
 * @param step updates made
 * @param minutes time used by all runs
 * @param best best validation so far; NaN before the first
 * @param bad validations since then
 * @param halvings learning-rate halvings
 * @param done whether the run came to its end
 * @param history one point per validation
 */
@RecordBuilder
public record TrainingState(
    int epoch,
    long position,
    long step,
    double minutes,
    double best,
    int bad,
    int halvings,
    boolean done,
    List<Point> history)
    implements TrainingStateBuilder.With {

  /**
   * A point of the learning curve.
   *
   * @param step updates made
   * @param epoch epochs, with the started one as a fraction
   * @param minutes time used
   * @param learningRate rate at that step
   * @param trainLoss mean training loss since the last point
   * @param validation the task's validation figure
   * @param tokensPerSecond training speed since the last point
   */
  @RecordBuilder
  public record Point(
      long step,
      double epoch,
      double minutes,
      double learningRate,
      double trainLoss,
      double validation,
      double tokensPerSecond) {}

  static TrainingState start() {
    return new TrainingState(0, 0, 0, 0, Double.NaN, 0, 0, false, List.of());
  }
}
