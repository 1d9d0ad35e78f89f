package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Pairs of several sources in one list, each source as often as its weight says: what there is
 * little of, and matters, is seen more often than what there is much of. A pair that came before,
 * in its own source or in an earlier one, is left out.
 */
public final class PairMix {
  private static final double MOST = 1000;

  private final Set<TextPair> seen = new HashSet<>();
  private final List<TextPair> pairs = new ArrayList<>();

  /**
   * Adds a source.
   *
   * @param source its pairs
   * @param weight how often each of its pairs is seen in an epoch, above 0 and at most 1000; of a
   *     fraction that is left over a part of the pairs, evenly spread, is seen once more
   * @return how many pairs had come before
   * @throws BadOptionException if the weight is out of range
   */
  public int add(List<TextPair> source, double weight) {
    BadOptionException.require(
        weight > 0 && weight <= MOST, "the weight of a file of pairs is above 0, at most 1000");
    List<TextPair> fresh = source.stream().filter(seen::add).toList();
    int whole = (int) weight;
    for (int i = 0; i < whole; i++) {
      pairs.addAll(fresh);
    }
    double part = weight - whole;
    for (int i = 0; i < fresh.size(); i++) {
      if (Math.floor((i + 1) * part) > Math.floor(i * part)) {
        pairs.add(fresh.get(i));
      }
    }
    return source.size() - fresh.size();
  }

  /** All pairs, source after source. */
  public List<TextPair> pairs() {
    return List.copyOf(pairs);
  }
}
