package io.github.recurrent4j.translation.text;

import java.util.List;

/**
 * Distinct words by their place in a list, in little more memory than their letters take: all lie
 * in one text, and are found through a table of places.
 */
final class WordRanks {
  private final String letters;
  private final int[] ends;

  /** Ranks, each at or behind the place that its word's hash names; 0 where there is none. */
  private final int[] table;

  /** Ranks words in their order, from 1 on. */
  WordRanks(List<String> words) {
    letters = String.join("", words);
    ends = new int[words.size() + 1];
    table = new int[Integer.highestOneBit(Math.max(1, words.size())) << 2];
    for (int rank = 1; rank <= words.size(); rank++) {
      String word = words.get(rank - 1);
      ends[rank] = ends[rank - 1] + word.length();
      table[place(word)] = rank;
    }
  }

  int size() {
    return ends.length - 1;
  }

  /** A word's place in the list, from 1 on; 0 if it is not there. */
  int rank(String word) {
    return table[place(word)];
  }

  /** The word of a rank. */
  String word(int rank) {
    return letters.substring(ends[rank - 1], ends[rank]);
  }

  /** Where the word stands in the table, or would. */
  private int place(String word) {
    int mask = table.length - 1;
    int hash = word.hashCode() * 0x9E3779B9;
    int at = (hash ^ hash >>> 16) & mask;
    while (table[at] != 0 && !is(word, table[at])) {
      at = at + 1 & mask;
    }
    return at;
  }

  private boolean is(String word, int rank) {
    int from = ends[rank - 1];
    return ends[rank] - from == word.length() && letters.startsWith(word, from);
  }
}
