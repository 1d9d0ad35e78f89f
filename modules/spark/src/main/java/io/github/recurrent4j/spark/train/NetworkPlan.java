package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.GlobalNormClipping;
import io.github.recurrent4j.layers.TrainingPrecision;
import io.github.recurrent4j.training.TrainingRun;
import java.io.Serializable;
import java.util.UUID;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * How a worker makes its copy of the network that is trained, and how it is trained.
 *
 * @param training tells one training from another
 * @param configuration DL4J's, as JSON
 * @param graph whether it is a ComputationGraph
 * @param clipNorm largest norm of the gradient; 0: not clipped
 * @param precision of training passes
 */
record NetworkPlan(
    UUID training, String configuration, boolean graph, double clipNorm, Precision precision)
    implements Serializable {

  /** The plan of a training. */
  static NetworkPlan of(TrainingRun run) {
    Model network = run.network();
    boolean graph = network instanceof ComputationGraph;
    String configuration =
        graph
            ? ((ComputationGraph) network).getConfiguration().toJson()
            : ((MultiLayerNetwork) network).getLayerWiseConfigurations().toJson();
    return new NetworkPlan(
        UUID.randomUUID(),
        configuration,
        graph,
        run.settings().clipNorm(),
        run.settings().precision());
  }

  /** A network whose parameters are still to be set. */
  Model network() {
    Model network =
        graph
            ? new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration))
            : new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    TrainingPrecision.apply(network, precision);
    network.setListeners(
        new GlobalNormClipping(clipNorm > 0 ? clipNorm : Double.POSITIVE_INFINITY));
    return network;
  }
}
