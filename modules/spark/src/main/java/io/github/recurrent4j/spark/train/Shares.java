package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.RecurrentStates;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cuts a round's minibatches into the workers' shares. Of a ComputationGraph each worker has
 * minibatches of its own. Those of a MultiLayerNetwork, a language model, go on where the last one
 * ended, a row for each lane of text: each worker has lanes of its own, and their states stay with
 * them.
 */
final class Shares {
  private Shares() {}

  /** Whether minibatches go on where the last one ended. */
  static boolean carries(Model network) {
    return !(network instanceof ComputationGraph);
  }

  /** The shares of a round; a worker for whom nothing is left has none. */
  static List<Share> of(Model network, List<Object> minibatches, int workers) {
    Map<String, INDArray> states = carries(network) ? RecurrentStates.copy(network) : Map.of();
    List<Share> shares = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      List<Object> own =
          carries(network)
              ? lanes(minibatches, worker, workers)
              : run(minibatches, worker, workers);
      if (!own.isEmpty()) {
        shares.add(new Share(worker, own, rows(states, worker, workers)));
      }
    }
    return shares;
  }

  private static List<Object> run(List<Object> minibatches, int worker, int workers) {
    int from = (int) ((long) worker * minibatches.size() / workers);
    int to = (int) ((worker + 1L) * minibatches.size() / workers);
    return new ArrayList<>(minibatches.subList(from, to));
  }

  private static List<Object> lanes(List<Object> minibatches, int worker, int workers) {
    List<Object> own = new ArrayList<>();
    for (Object each : minibatches) {
      if (each instanceof LaneMinibatch far) {
        check(far.batch(), workers);
        own.add(far.lanes(worker, workers));
        continue;
      }
      DataSet minibatch = (DataSet) each;
      check(minibatch.getFeatures().size(0), workers);
      own.add(
          new DataSet(
              rows(minibatch.getFeatures(), worker, workers),
              rows(minibatch.getLabels(), worker, workers)));
    }
    return own;
  }

  private static void check(long rows, int workers) {
    BadOptionException.require(
        rows % workers == 0,
        "--batch-size is " + rows + ": give a multiple of --workers, which is " + workers);
  }

  private static Map<String, INDArray> rows(Map<String, INDArray> states, int worker, int workers) {
    Map<String, INDArray> own = new LinkedHashMap<>();
    states.forEach((name, state) -> own.put(name, rows(state, worker, workers)));
    return own;
  }

  /** A worker's rows of an array that has one for each lane. */
  private static INDArray rows(INDArray lanes, int worker, int workers) {
    long each = lanes.size(0) / workers;
    return lanes.get(NDArrayIndex.interval(worker * each, (worker + 1) * each)).dup('c');
  }

  /** Gives the driver's network what the workers' lanes ended in. */
  static void join(Map<Integer, Map<String, INDArray>> parts, Model network) {
    Map<String, INDArray> joined = new LinkedHashMap<>();
    for (String name : parts.values().iterator().next().keySet()) {
      joined.put(
          name,
          Nd4j.concat(0, parts.values().stream().map(p -> p.get(name)).toArray(INDArray[]::new)));
    }
    RecurrentStates.set(network, joined);
  }
}
