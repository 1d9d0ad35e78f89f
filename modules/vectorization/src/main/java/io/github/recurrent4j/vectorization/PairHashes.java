package io.github.recurrent4j.vectorization;

import java.util.Arrays;

/**
 * Which pairs were seen, by 64 bits of each: 16 to 32 bytes a pair, whatever its length. Of ten
 * million pairs two have the same bits by chance with a probability of 3 in a million; one of them
 * would be taken for a repetition.
 */
final class PairHashes {
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private long[] table = new long[1 << 12];
  private int count;

  /** Whether the pair was not there before; it is now. */
  boolean add(TextPair pair) {
    if (2 * (count + 1) > table.length) {
      long[] old = table;
      table = new long[2 * old.length];
      Arrays.stream(old).filter(h -> h != 0).forEach(this::put);
    }
    boolean fresh = put(hash(pair));
    count += fresh ? 1 : 0;
    return fresh;
  }

  private boolean put(long hash) {
    int mask = table.length - 1;
    int at = (int) hash & mask;
    while (table[at] != 0 && table[at] != hash) {
      at = at + 1 & mask;
    }
    boolean fresh = table[at] == 0;
    table[at] = hash;
    return fresh;
  }

  /** Never 0, which marks a free place. */
  private static long hash(TextPair pair) {
    long h = mixed(ODD, pair.source());
    h = mixed(h ^ ODD, pair.target());
    h ^= h >>> 33;
    h *= 0xFF51AFD7ED558CCDL;
    h ^= h >>> 33;
    return h == 0 ? 1 : h;
  }

  private static long mixed(long start, String text) {
    long h = start + text.length();
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * ODD;
      h ^= h >>> 29;
    }
    return h;
  }
}
