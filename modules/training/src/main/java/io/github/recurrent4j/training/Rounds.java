package io.github.recurrent4j.training;

import java.util.List;
import org.deeplearning4j.nn.api.Model;

/**
 * Updates that are made of several minibatches at once and not here, such as on the machines of a
 * cluster. A round is a step of the {@link TrainingLoop}; what its settings count in updates counts
 * minibatches all the same.
 */
public interface Rounds {
  /** Minibatches of a round of this network, at least 1; the last of an epoch may have fewer. */
  int size(Model network);

  /**
   * Brings the run's network on by a round: its parameters, the state of its updater, and DL4J's
   * iteration count.
   *
   * @param minibatches in the order of the data, DataSets or MultiDataSets
   * @return their mean loss
   */
  double fit(TrainingRun run, List<Object> minibatches);

  /** Called when training has ended, however it did: what was kept for it may go. */
  default void ended() {}
}
