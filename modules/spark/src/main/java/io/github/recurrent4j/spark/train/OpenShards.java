package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.BucketedBatches;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * The shards that this process has read: as many as its tasks take minibatches of, and a few more,
 * since which worker's part comes here may change from round to round.
 */
final class OpenShards {
  private static final int MORE = 2;
  private static final Map<Key, Open> OPEN = new LinkedHashMap<>(16, 0.75f, true);

  private OpenShards() {}

  /** Tells shards of one training from those of another. */
  private record Key(String digest, Object maker, int shard) {}

  /** A shard's minibatches, and the epoch that they are of. */
  private static final class Open {
    private final ShardReader<?> reader;
    private BucketedBatches batches;
    private int epoch;

    Open(ShardReader<?> reader) {
      this.reader = reader;
    }

    synchronized MultiDataSet minibatch(ShardPlace place) {
      if (batches == null) {
        batches = reader.open(place.shard());
      }
      if (epoch != place.epoch() || batches.position() != place.number()) {
        batches.seek(place.epoch(), place.number());
        epoch = place.epoch();
      }
      return (MultiDataSet) batches.next();
    }
  }

  /**
   * Makes a minibatch.
   *
   * @param tasks that run in this process at once
   */
  static MultiDataSet minibatch(ShardReader<?> reader, ShardPlace place, int tasks) {
    Open open;
    synchronized (OPEN) {
      Key key = new Key(reader.digest(), reader.maker(), place.shard());
      open = OPEN.computeIfAbsent(key, k -> new Open(reader));
      for (Iterator<Open> oldest = OPEN.values().iterator(); OPEN.size() > tasks + MORE; ) {
        oldest.next();
        oldest.remove();
      }
    }
    return open.minibatch(place);
  }
}
