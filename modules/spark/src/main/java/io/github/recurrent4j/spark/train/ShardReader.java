package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.BucketedBatches;
import io.github.recurrent4j.training.RemoteExamples;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a worker needs to make minibatches of shards.
 *
 * @param layout of the shards
 * @param digest of what is in them
 * @param form of an example in a file
 * @param maker of minibatches
 * @param hadoop where file systems are known from
 * @param <E> an example
 */
record ShardReader<E>(
    ShardLayout layout,
    String digest,
    ExampleForm<E> form,
    RemoteExamples.Maker<E> maker,
    SerializableConfiguration hadoop)
    implements Serializable {
  private static final long SEEDS = 0x9E3779B97F4A7C15L;

  /** Minibatches of a shard. */
  BucketedBatches open(int shard) {
    return maker.of(read(shard, example -> true), layout.seed() + SEEDS * (shard + 1));
  }

  /** What a shard has. */
  ShardSize size(int shard) {
    BucketedBatches batches = open(shard);
    return new ShardSize((int) batches.perEpoch(), batches.tokensPerEpoch());
  }

  private List<E> read(int shard, Predicate<E> wanted) {
    try {
      return ShardFile.read(hadoop.value(), layout.folder(), shard, form, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read "
              + ShardFile.file(layout.folder(), shard)
              + ": all workers must see the folder",
          e);
    }
  }
}
