package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.Updates;
import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What an update reads of a network besides its weights.
 *
 * @param iterations updates that are over, by which Adam corrects its means
 * @param epochs that are over
 * @param rates of the layers
 */
record Counts(int iterations, int epochs, List<Double> rates) implements Serializable {

  /** A network's. */
  static Counts of(Model network) {
    List<Double> rates = Updates.learningRates(network);
    if (network instanceof ComputationGraph graph) {
      ComputationGraphConfiguration counts = graph.getConfiguration();
      return new Counts(counts.getIterationCount(), counts.getEpochCount(), rates);
    }
    MultiLayerConfiguration counts = ((MultiLayerNetwork) network).getLayerWiseConfigurations();
    return new Counts(counts.getIterationCount(), counts.getEpochCount(), rates);
  }

  /** Sets a network's. */
  void into(Model network) {
    if (network instanceof ComputationGraph graph) {
      graph.getConfiguration().setIterationCount(iterations);
      graph.getConfiguration().setEpochCount(epochs);
    } else {
      MultiLayerConfiguration counts = ((MultiLayerNetwork) network).getLayerWiseConfigurations();
      counts.setIterationCount(iterations);
      counts.setEpochCount(epochs);
    }
    Updates.setLearningRates(network, rates);
  }

  /** The same after some updates. */
  Counts after(int updates) {
    return new Counts(iterations + updates, epochs, rates);
  }
}
