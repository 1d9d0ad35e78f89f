package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.training.RemoteText;
import io.github.recurrent4j.vectorization.IdSequence;
import io.github.recurrent4j.vectorization.LaneCuts;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A text that has been encoded.
 *
 * @param ids where they lie
 * @param vocabulary ids are below
 */
record IdText(JavaSparkContext context, IdShards ids, int vocabulary)
    implements RemoteText.Encoded {
  private static final int PIECE = 1 << 16;

  @Override
  public long size() {
    return ids.size();
  }

  @Override
  public String digest() {
    return ids.digest();
  }

  @Override
  public IdSequence part(long from, long to) {
    IdSequence part = new IdSequence(vocabulary);
    for (long at = from; at < to; at += PIECE) {
      for (int id : ids.read(at, (int) Math.min(PIECE, to - at))) {
        part.add(id);
      }
    }
    return part;
  }

  @Override
  public Function<LaneCuts.Cut, Object> lanes(LaneCuts cuts) {
    Broadcast<IdShards> shared = context.broadcast(ids);
    return cut -> new LaneMinibatch(shared, cut, cuts.batch(), cuts.laneLength());
  }
}
