package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.RecurrentStates;
import io.github.recurrent4j.training.Updates;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A round, as each worker makes its share of it.
 *
 * @param seed of the training
 * @param first number of the round's first minibatch
 * @param stride minibatches between the first ones of two workers; 0 where they share them
 * @param counts of updates and epochs that are over, and the rates of this round
 */
record Round(long seed, long first, int stride, Counts counts) implements Serializable {
  private static final long SEEDS = 1_000_003;

  /**
   * Makes a worker's updates.
   *
   * @param before what all workers begin with
   */
  Learned make(NetworkPlan plan, Weights before, Share share) {
    Model network = WorkerNetworks.take(plan);
    before.into(network);
    counts.into(network);
    boolean carries = stride == 0;
    if (carries) {
      RecurrentStates.set(network, share.states());
    }
    double loss = 0;
    for (int done = 0; done < share.minibatches().size(); done++) {
      Object minibatch = share.minibatches().get(done);
      Object made = minibatch instanceof Recipe recipe ? recipe.make() : minibatch;
      Nd4j.getRandom().setSeed(seed(share.worker(), done));
      loss += Updates.fit(network, made);
    }
    Map<Integer, Map<String, INDArray>> states = new TreeMap<>();
    if (carries) {
      states.put(share.worker(), RecurrentStates.copy(network));
    }
    Learned learned =
        new Learned(share.worker(), Weights.of(network), loss, share.minibatches().size(), states);
    WorkerNetworks.give(plan, network);
    return learned;
  }

  /**
   * What is random in an update depends on its number alone, so that a task that is repeated makes
   * the same ones. Workers that share a minibatch have no dropout in common all the same.
   */
  private long seed(int worker, int done) {
    long number = first + (long) worker * stride + done;
    long apart = stride == 0 ? Long.hashCode(worker * 0x9E3779B97F4A7C15L) : 0;
    return seed * SEEDS + number + apart;
  }
}
