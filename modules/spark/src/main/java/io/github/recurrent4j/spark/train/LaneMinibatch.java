package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.vectorization.LaneCuts;
import org.apache.spark.broadcast.Broadcast;

/**
 * A minibatch of lanes of a text that executors have: each worker reads its own lanes.
 *
 * @param text ids, of which lanes are cut
 * @param cut where in each lane
 * @param batch number of lanes
 * @param laneLength tokens of a lane
 */
record LaneMinibatch(Broadcast<IdShards> text, LaneCuts.Cut cut, int batch, long laneLength) {

  /** A worker's lanes. */
  Recipe lanes(int worker, int workers) {
    int each = batch / workers;
    return new Rows(text, cut, laneLength, worker * each, each);
  }

  private record Rows(
      Broadcast<IdShards> text, LaneCuts.Cut cut, long laneLength, int first, int lanes)
      implements Recipe {
    @Override
    public Object make() {
      IdShards ids = text.value();
      return LaneCuts.read(cut, first, lanes, (lane, place) -> ids.id(lane * laneLength + place));
    }
  }
}
