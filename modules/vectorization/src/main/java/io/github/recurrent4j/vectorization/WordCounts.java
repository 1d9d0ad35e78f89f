package io.github.recurrent4j.vectorization;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/**
 * Counts words within bounds. Where distinct words fill their share of memory, the rarest so far
 * are dropped until half of the share is free: those seen once, then those seen twice, and so on,
 * of the last of these as many as it takes. A word that was dropped counts anew when it comes
 * again. (Lossy counting: Manku and Motwani, 2002.) While all words fit, every count is exact.
 */
final class WordCounts {
  /** What a word of a map takes beside its characters: node, place in the table, string. */
  private static final int PER_WORD = 96;

  private static final int PER_CHARACTER = 2;

  private final long most;
  private final Map<String, Long> counts = new HashMap<>();
  private long bytes;
  private long dropped;

  /**
   * Counts that take about so much memory.
   *
   * @param most bytes
   */
  WordCounts(long most) {
    this.most = most;
  }

  void add(String word) {
    // Small numbers are objects that the JVM has already: rare words need none of their own.
    if (counts.merge(word, 1L, Long::sum) == 1) {
      bytes += bytes(word);
      if (bytes > most) {
        drop();
      }
    }
  }

  /** How often words have been dropped, one that came again counted again. */
  long dropped() {
    return dropped;
  }

  /** Hands on every word with its count, and forgets it, so that it does not take memory twice. */
  void drain(ObjLongConsumer<String> sink) {
    for (Iterator<Map.Entry<String, Long>> i = counts.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<String, Long> entry = i.next();
      String word = entry.getKey();
      long count = entry.getValue();
      i.remove();
      sink.accept(word, count);
    }
    bytes = 0;
  }

  private static long bytes(String word) {
    return PER_WORD + (long) PER_CHARACTER * word.length();
  }

  private void drop() {
    TreeMap<Long, Long> byCount = new TreeMap<>();
    counts.forEach((word, count) -> byCount.merge(count, bytes(word), Long::sum));
    long excess = bytes - most / 2;
    long rare = 0;
    long below = 0;
    for (Map.Entry<Long, Long> group : byCount.entrySet()) {
      rare = group.getKey();
      if (below + group.getValue() >= excess) {
        break;
      }
      below += group.getValue();
    }
    long ofRare = excess - below;
    for (Iterator<Map.Entry<String, Long>> i = counts.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<String, Long> entry = i.next();
      long size = bytes(entry.getKey());
      boolean last = entry.getValue() == rare && ofRare > 0;
      if (entry.getValue() < rare || last) {
        ofRare -= last ? size : 0;
        bytes -= size;
        dropped++;
        i.remove();
      }
    }
  }
}
