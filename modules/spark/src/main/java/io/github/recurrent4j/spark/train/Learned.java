package io.github.recurrent4j.spark.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a worker has learned in a round, or a piece of it, or the mean of several.
 *
 * @param number of the worker or of the piece
 * @param weights after its updates
 * @param loss sum over its minibatches
 * @param minibatches how many
 * @param states that its lanes ended in, by worker; none for a network that carries none
 */
record Learned(
    int number,
    Weights weights,
    double loss,
    int minibatches,
    Map<Integer, Map<String, INDArray>> states)
    implements Serializable {

  /** The same in pieces of its weights; the first has all the rest. */
  List<Learned> pieces(int pieces) {
    List<Learned> result = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      Weights piece = weights.piece(i, pieces);
      result.add(
          i == 0
              ? new Learned(number, piece, loss, minibatches, states)
              : new Learned(number, piece, 0, 0, Map.of()));
    }
    return result;
  }

  /** What all together have learned, in whatever order they come. */
  static Learned mean(int number, Iterable<Learned> all) {
    List<Learned> sorted = sorted(all);
    return with(number, Weights.mean(weights(sorted)), sorted);
  }

  /** The whole of all pieces, in whatever order they come. */
  static Learned joined(Iterable<Learned> pieces) {
    List<Learned> sorted = sorted(pieces);
    return with(0, Weights.joined(weights(sorted)), sorted);
  }

  private static List<Learned> sorted(Iterable<Learned> all) {
    List<Learned> sorted = new ArrayList<>();
    all.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(Learned::number));
    return sorted;
  }

  private static List<Weights> weights(List<Learned> all) {
    return all.stream().map(Learned::weights).toList();
  }

  private static Learned with(int number, Weights weights, List<Learned> all) {
    Map<Integer, Map<String, INDArray>> states = new TreeMap<>();
    all.forEach(each -> states.putAll(each.states()));
    return new Learned(
        number,
        weights,
        all.stream().mapToDouble(Learned::loss).sum(),
        all.stream().mapToInt(Learned::minibatches).sum(),
        states);
  }
}
