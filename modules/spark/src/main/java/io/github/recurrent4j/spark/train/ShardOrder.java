package io.github.recurrent4j.spark.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The order of an epoch's minibatches: shards are shuffled and dealt out to streams, each shard to
 * the stream with the fewest minibatches so far; then streams take turns, some minibatches at a
 * turn. So a worker that is given a turn's minibatches goes on with the shard that it had.
 */
final class ShardOrder {
  private final int[] shards;
  private final int[] numbers;
  private int filled;

  /**
   * An epoch's order, which depends on these alone.
   *
   * @param sizes minibatches of each shard
   * @param streams how many
   * @param run minibatches of a turn
   */
  ShardOrder(int[] sizes, int streams, int run, Random random) {
    shards = new int[Arrays.stream(sizes).sum()];
    numbers = new int[shards.length];
    List<Stream> all = dealt(sizes, streams, random);
    while (filled < shards.length) {
      for (Stream stream : all) {
        for (int i = 0; i < run && stream.at < stream.shards.size(); i++) {
          add(stream, sizes);
        }
      }
    }
  }

  /** Shards in the order in which they are read; never at one that is empty. */
  private static final class Stream {
    private final List<Integer> shards = new ArrayList<>();
    private long minibatches;
    private int at;
    private int number;
  }

  private static List<Stream> dealt(int[] sizes, int streams, Random random) {
    List<Stream> all = IntStream.range(0, streams).mapToObj(i -> new Stream()).toList();
    List<Integer> order = new ArrayList<>();
    for (int shard = 0; shard < sizes.length; shard++) {
      if (sizes[shard] > 0) {
        order.add(shard);
      }
    }
    Collections.shuffle(order, random);
    for (int shard : order) {
      Stream least = Collections.min(all, java.util.Comparator.comparingLong(s -> s.minibatches));
      least.shards.add(shard);
      least.minibatches += sizes[shard];
    }
    return all;
  }

  private void add(Stream stream, int[] sizes) {
    int shard = stream.shards.get(stream.at);
    shards[filled] = shard;
    numbers[filled++] = stream.number++;
    if (stream.number == sizes[shard]) {
      stream.number = 0;
      stream.at++;
    }
  }

  int size() {
    return shards.length;
  }

  /** The shard of the minibatch at a position. */
  int shard(int position) {
    return shards[position];
  }

  /** Its number among the shard's. */
  int number(int position) {
    return numbers[position];
  }
}
