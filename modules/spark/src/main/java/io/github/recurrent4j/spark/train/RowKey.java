package io.github.recurrent4j.spark.train;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;

/**
 * Where an example has its place: a hash, which is as good as a shuffle, and needs no agreement
 * between machines.
 *
 * @param place first half of the hash of seed and key, by which examples are in order
 * @param other its second half, which chooses the shard
 * @param row number of the example's row, by which those of equal keys are in order
 */
record RowKey(long place, long other, long row) implements Serializable, Comparable<RowKey> {
  /** Before all others. */
  static final RowKey FIRST = new RowKey(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

  private static final Comparator<RowKey> ORDER =
      Comparator.comparingLong(RowKey::place)
          .thenComparingLong(RowKey::other)
          .thenComparingLong(RowKey::row);

  static RowKey of(String key, long seed, long row) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    return new RowKey(hash.getLong(), hash.getLong(), row);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  /** Whether the examples have one key. */
  boolean same(RowKey key) {
    return place == key.place && other == key.other;
  }

  /** Its shard, of so many. */
  int shard(int shards) {
    return (int) Long.remainderUnsigned(other, shards);
  }

  @Override
  public int compareTo(RowKey key) {
    return ORDER.compare(this, key);
  }
}
