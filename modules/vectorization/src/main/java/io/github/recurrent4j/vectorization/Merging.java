package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Applies merges to one word, best first, each from left to right wherever it fits; as a list of
 * neighbours and a queue of pairs, so that a word of n symbols takes n log n steps.
 */
final class Merging {

  /** What merging two neighbours gives. */
  interface Merges {
    /** The merge's rank, lower ones come first; negative if the two do not merge. */
    int rank(String left, String right);
  }

  private record Place(int rank, int left) implements Comparable<Place> {
    @Override
    public int compareTo(Place o) {
      return rank != o.rank ? Integer.compare(rank, o.rank) : Integer.compare(left, o.left);
    }
  }

  private final Merges merges;
  private final String[] symbols;
  private final int[] before;
  private final int[] after;
  private final PriorityQueue<Place> places = new PriorityQueue<>();

  private Merging(List<String> word, Merges merges) {
    this.merges = merges;
    int n = word.size();
    symbols = word.toArray(String[]::new);
    before = new int[n];
    after = new int[n];
    for (int i = 0; i < n; i++) {
      before[i] = i - 1;
      after[i] = i + 1;
    }
  }

  /** The word's symbols, merged as far as they go. */
  static List<String> apply(List<String> word, Merges merges) {
    Merging merging = new Merging(word, merges);
    for (int i = 0; i + 1 < word.size(); i++) {
      merging.offer(i);
    }
    List<Integer> merged = new ArrayList<>();
    while (!merging.places.isEmpty()) {
      // What a merge makes possible waits until that merge has been applied everywhere.
      int rank = merging.places.peek().rank;
      while (!merging.places.isEmpty() && merging.places.peek().rank == rank) {
        int left = merging.places.poll().left;
        if (merging.merge(left, rank)) {
          merged.add(left);
        }
      }
      for (int left : merged) {
        merging.offer(left);
        merging.offer(merging.before[left]);
      }
      merged.clear();
    }
    return merging.rest();
  }

  /** Notes a pair that merges. */
  private void offer(int left) {
    if (left >= 0 && symbols[left] != null && after[left] < symbols.length) {
      int rank = merges.rank(symbols[left], symbols[after[left]]);
      if (rank >= 0) {
        places.add(new Place(rank, left));
      }
    }
  }

  /** Merges a pair, unless one of the two has changed since it was noted. */
  private boolean merge(int left, int rank) {
    int right = after[left];
    if (symbols[left] == null
        || right >= symbols.length
        || merges.rank(symbols[left], symbols[right]) != rank) {
      return false;
    }
    symbols[left] += symbols[right];
    symbols[right] = null;
    after[left] = after[right];
    if (after[right] < symbols.length) {
      before[after[right]] = left;
    }
    return true;
  }

  private List<String> rest() {
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < symbols.length; i = after[i]) {
      rest.add(symbols[i]);
    }
    return rest;
  }
}
