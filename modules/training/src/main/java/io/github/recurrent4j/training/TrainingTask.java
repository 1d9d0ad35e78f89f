package io.github.recurrent4j.training;

import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;

/** What an app gives the training loop. */
public interface TrainingTask {
  /** The network, a MultiLayerNetwork or a ComputationGraph. */
  Model network();

  /** The training data. */
  Batches batches();

  /** Called before the first minibatch of an epoch. */
  default void startEpoch(int epoch) {}

  /** Measures the network on the validation data. Must leave states as they are. */
  double validate();

  /** Whether a higher validation figure is a better one. */
  default boolean higherIsBetter() {
    return false;
  }

  /**
   * What a layer makes of the learning rate in an epoch, besides its own factor; 0 freezes it.
   *
   * @param layer the layer's name
   * @param epoch from 0
   */
  default double rateFactor(String layer, int epoch) {
    return 1;
  }

  /** SHA-256 of the files that are trained on, by their part in training. */
  default Map<String, String> data() {
    return Map.of();
  }

  /** The app's settings besides the loop's, by name. */
  default Map<String, String> settings() {
    return Map.of();
  }

  /** Name of the validation figure, for logs and curves. */
  String metric();

  /** Writes the model with the network's present weights. */
  void save(Path file);

  /** Minibatches in order, with a position to go on from. */
  interface Batches {
    /** Minibatches of an epoch. */
    long perEpoch();

    /** Whether the epoch has more. */
    boolean hasNext();

    /** The next minibatch, a DataSet or a MultiDataSet. */
    Object next();

    /** Tokens (or examples) in the last minibatch, for speed figures. */
    long tokens();

    /** Where the epoch stands. */
    long position();

    /** Goes to a position of an epoch; 0 is its start. */
    void seek(int epoch, long position);
  }
}
