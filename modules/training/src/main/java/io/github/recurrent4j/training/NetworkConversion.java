package io.github.recurrent4j.training;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.StoredWeights;
import io.github.recurrent4j.vectorization.BadInputException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between a checked model file and DL4J's networks. */
final class NetworkConversion {
  private NetworkConversion() {}

  /** DL4J's network of a file; DL4J reads nothing that was not checked. */
  static Object open(ModelFile file) {
    INDArray parameters = Nd4j.createFromArray(file.weights().floats().toArray());
    try {
      if (file.network().graph()) {
        ComputationGraph graph =
            new ComputationGraph(ComputationGraphConfiguration.fromJson(file.configuration()));
        graph.init(parameters, false);
        return graph;
      }
      MultiLayerNetwork network =
          new MultiLayerNetwork(MultiLayerConfiguration.fromJson(file.configuration()));
      network.init(parameters, false);
      return network;
    } catch (RuntimeException e) {
      throw new BadInputException(
          "the model has a network that DL4J does not accept: copy or train it again", e);
    }
  }

  /** Description and present weights of a network. */
  static ModelFile describe(Object network) {
    String configuration =
        network instanceof MultiLayerNetwork n
            ? n.getLayerWiseConfigurations().toJson()
            : ((ComputationGraph) network).getConfiguration().toJson();
    float[] parameters = ((Model) network).params().toFloatVector();
    return ModelFile.of(configuration, StoredWeights.copyOf(parameters));
  }

  static void close(Object network) {
    ((Model) network).close();
  }
}
