package io.github.recurrent4j.vectorization;

import io.github.recurrent4j.vectorization.PairRecordReader.Columns;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Consumer;

/**
 * Pairs of several sources in one list, each source as often as its weight says: what there is
 * little of, and matters, is seen more often than what there is much of. A pair that came before,
 * in its own source or in an earlier one, is left out.
 */
public final class PairMix {
  private static final double MOST = 1000;

  private final PairHashes seen = new PairHashes();
  private final PairStore store;
  private final SelectedPairs.Builder chosen;

  /** A mixture without pairs. */
  public PairMix() {
    store = new PairStore();
    chosen = new SelectedPairs.Builder(new Later(store));
  }

  /** The store's list, which is another one once the store has gone to its file. */
  private static final class Later extends AbstractList<TextPair> implements RandomAccess {
    private final PairStore store;

    Later(PairStore store) {
      this.store = store;
    }

    @Override
    public TextPair get(int i) {
      return store.list().get(i);
    }

    @Override
    public int size() {
      return store.size();
    }
  }

  /**
   * What became of a source.
   *
   * @param pairs how many it had
   * @param repeated how many of these had come before, and were left out
   */
  public record Added(int pairs, int repeated) {}

  /**
   * Adds pairs.
   *
   * @param weight how often each is seen in an epoch, above 0 and at most 1000; of a fraction that
   *     is left over a part of the pairs, evenly spread, is seen once more
   * @throws BadOptionException if the weight is out of range
   */
  public Added add(List<TextPair> pairs, double weight) {
    return add(pairs::forEach, weight);
  }

  /**
   * Reads a source, pair by pair, and adds it.
   *
   * @param order of the first two columns, where no column is named
   * @param weight as above
   * @throws BadInputException if a file is wrong
   */
  public Added add(PairSource source, Columns order, double weight) {
    return add(sink -> source.each(order, sink), weight);
  }

  private Added add(Consumer<Consumer<TextPair>> source, double weight) {
    BadOptionException.require(
        weight > 0 && weight <= MOST, "the weight of a file of pairs is above 0, at most 1000");
    int first = store.size();
    int[] pairs = {0};
    source.accept(
        pair -> {
          pairs[0]++;
          if (seen.add(pair)) {
            store.add(pair);
          }
        });
    int fresh = store.size() - first;
    int whole = (int) weight;
    for (int n = 0; n < whole; n++) {
      for (int i = 0; i < fresh; i++) {
        chosen.add(first + i);
      }
    }
    double part = weight - whole;
    for (int i = 0; i < fresh; i++) {
      if (Math.floor((i + 1) * part) > Math.floor(i * part)) {
        chosen.add(first + i);
      }
    }
    return new Added(pairs[0], pairs[0] - fresh);
  }

  /** All pairs, source after source. */
  public List<TextPair> pairs() {
    return chosen.build();
  }
}
