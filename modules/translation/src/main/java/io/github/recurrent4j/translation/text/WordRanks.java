package io.github.recurrent4j.translation.text;

/**
 * Distinct words by their place in a list, in little more memory than their letters take: all lie
 * in one text, and are found through a table of places.
 */
final class WordRanks {
  private final String lines;

  /** Where each word's line begins, from rank 1 on; one more for the end. */
  private final int[] begins;

  /** Ranks, each at or behind the place that its word's hash names; 0 where there is none. */
  private final int[] table;

  /**
   * Ranks words in their order, from 1 on.
   *
   * @param lines a word a line; each line ends
   */
  WordRanks(String lines) {
    this.lines = lines;
    int size = 0;
    for (int at = lines.indexOf('\n'); at >= 0; at = lines.indexOf('\n', at + 1)) {
      size++;
    }
    begins = new int[size + 2];
    table = new int[Integer.highestOneBit(Math.max(1, size)) << 2];
    for (int rank = 1; rank <= size; rank++) {
      int begin = begins[rank];
      int end = lines.indexOf('\n', begin);
      begins[rank + 1] = end + 1;
      int at = place(hash(lines, begin, end));
      while (table[at] != 0) {
        at = next(at);
      }
      table[at] = rank;
    }
  }

  int size() {
    return begins.length - 2;
  }

  /** A word's place in the list, from 1 on; 0 if it is not there. */
  int rank(String word) {
    int at = place(hash(word, 0, word.length()));
    while (table[at] != 0 && !is(word, table[at])) {
      at = next(at);
    }
    return table[at];
  }

  /** The word of a rank. */
  String word(int rank) {
    return lines.substring(begins[rank], begins[rank + 1] - 1);
  }

  /** Whether all letters of the word are ASCII's. */
  boolean isAscii(int rank) {
    for (int i = begins[rank]; i < begins[rank + 1]; i++) {
      if (lines.charAt(i) > 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static int hash(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  private int place(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & table.length - 1;
  }

  private int next(int at) {
    return at + 1 & table.length - 1;
  }

  private boolean is(String word, int rank) {
    int begin = begins[rank];
    return begins[rank + 1] - 1 - begin == word.length() && lines.startsWith(word, begin);
  }
}
