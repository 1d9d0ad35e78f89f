package io.github.recurrent4j.training;

import io.github.recurrent4j.inference.model.NetworkDescription;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps what training changes within a low rank, so that it can be stored as a {@link
 * io.github.recurrent4j.inference.model.LowRankChange}: LoRA's aim (Hu et al., 2022), reached by
 * projecting the weights back every so many updates, which needs no other layers.
 */
final class RankLimit {
  private static final int EVERY = 50;

  private final NetworkDescription description;
  private final INDArray before;
  private final int rank;

  /** Begins with a network's present weights. */
  RankLimit(Model network, int rank) {
    this.description = NetworkDescription.parse(json(network));
    this.before = network.params().dup();
    this.rank = rank;
  }

  private static String json(Model network) {
    return network instanceof MultiLayerNetwork n
        ? n.getLayerWiseConfigurations().toJson()
        : ((ComputationGraph) network).getConfiguration().toJson();
  }

  /** Looks at the weights after an update. */
  void stepped(Model network, long step) {
    if (step % EVERY == 0) {
      apply(network.params());
    }
  }

  /** Brings weights back. */
  void apply(INDArray parameters) {
    LowRank.limit(description, parameters, before, rank);
  }
}
