package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.RecurrentStates;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The states that a language model carries from one minibatch to the next, a row for each lane of
 * text: each worker gets those of its lanes, and between rounds they are the driver's network's, as
 * on one machine.
 */
final class LaneStates implements Serializable {
  private static final long serialVersionUID = 1;

  private final CollectionAccumulator<Part> after = new CollectionAccumulator<>();
  private List<Map<String, INDArray>> before = List.of();

  LaneStates(JavaSparkContext context) {
    context.sc().register(after);
  }

  /** What a worker's lanes ended a round in. */
  private record Part(int worker, Map<String, INDArray> states) implements Serializable {}

  /** Cuts the states of the driver's network for so many workers. */
  void cut(Model network, int workers) {
    after.reset();
    Map<String, INDArray> all = RecurrentStates.copy(network);
    before = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      Map<String, INDArray> part = new LinkedHashMap<>();
      for (Map.Entry<String, INDArray> state : all.entrySet()) {
        part.put(state.getKey(), rows(state.getValue(), worker, workers));
      }
      before.add(part);
    }
  }

  /** A worker's rows of an array that has one for each lane. */
  static INDArray rows(INDArray lanes, int worker, int workers) {
    long each = lanes.size(0) / workers;
    return lanes.get(NDArrayIndex.interval(worker * each, (worker + 1) * each)).dup('c');
  }

  /** In a worker: what its lanes begin in. */
  void set(Model network, int worker) {
    RecurrentStates.set(network, before.get(worker));
  }

  /** In a worker: what its lanes end in. */
  void keep(Model network, int worker) {
    after.add(new Part(worker, new LinkedHashMap<>(RecurrentStates.copy(network))));
  }

  /** Gives the driver's network what the workers' lanes ended in. */
  void join(Model network) {
    Map<Integer, Map<String, INDArray>> parts = new LinkedHashMap<>();
    // A task that was repeated has said the same twice.
    after.value().forEach(part -> parts.put(part.worker(), part.states()));
    Map<String, INDArray> joined = new LinkedHashMap<>();
    for (String name : parts.get(0).keySet()) {
      INDArray[] rows = new INDArray[before.size()];
      for (int worker = 0; worker < rows.length; worker++) {
        rows[worker] = parts.get(worker).get(name);
      }
      joined.put(name, Nd4j.concat(0, rows));
    }
    RecurrentStates.set(network, joined);
    after.reset();
  }
}
