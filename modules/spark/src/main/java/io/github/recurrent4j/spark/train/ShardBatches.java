package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.TrainingTask;
import java.util.List;
import java.util.Random;
import org.apache.spark.broadcast.Broadcast;

/**
 * Minibatches of shards as the driver has them: of each only its place, 8 bytes, and of each shard
 * its size.
 */
final class ShardBatches implements TrainingTask.Batches {
  private final Broadcast<ShardReader<?>> reader;
  private final List<ShardSize> sizes;
  private final ShardLayout layout;
  private final int tasks;
  private ShardOrder order;
  private int epoch = -1;
  private int position;
  private long lastTokens;

  /**
   * All minibatches of the shards.
   *
   * @param sizes of all shards
   * @param tasks that run in a worker's process at once
   */
  ShardBatches(
      Broadcast<ShardReader<?>> reader, List<ShardSize> sizes, ShardLayout layout, int tasks) {
    this.reader = reader;
    this.sizes = sizes;
    this.layout = layout;
    this.tasks = tasks;
    seek(0, 0);
  }

  @Override
  public void seek(int number, long place) {
    if (epoch != number) {
      epoch = number;
      order =
          new ShardOrder(
              sizes.stream().mapToInt(ShardSize::minibatches).toArray(),
              layout.streams(),
              layout.run(),
              new Random(layout.seed() * 31 + number));
    }
    position = (int) place;
  }

  @Override
  public long perEpoch() {
    return order.size();
  }

  @Override
  public boolean hasNext() {
    return position < order.size();
  }

  @Override
  public Object next() {
    ShardPlace place = new ShardPlace(epoch, order.shard(position), order.number(position));
    position++;
    lastTokens = sizes.get(place.shard()).tokens(place.number());
    return new ShardMinibatch(reader, place, tasks);
  }

  @Override
  public long tokens() {
    return lastTokens;
  }

  @Override
  public long position() {
    return position;
  }
}
