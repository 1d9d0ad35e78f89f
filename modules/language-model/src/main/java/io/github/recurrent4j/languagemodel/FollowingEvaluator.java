package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.inference.Slots;
import io.github.recurrent4j.vectorization.IdSequence;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The likelihood of a text that is read from its beginning by a model that may follow it. */
final class FollowingEvaluator {
  private FollowingEvaluator() {}

  /**
   * Sum of −log p of each token after the first.
   *
   * @param cache null for none
   * @return natural logarithms
   */
  static double nats(SegmentReader reader, NeuralCache cache, Slots slots, IdSequence ids) {
    double sum = 0;
    for (int[][] segment : segments(ids, reader.length(), Long.MAX_VALUE)) {
      slots.check();
      SegmentReader.Segment read = reader.read(segment[0], segment[1]);
      double[] logs =
          cache == null
              ? read.logProbabilities()
              : slots.with(slot -> cache.mix(slot, read, segment[1]));
      for (double log : logs) {
        sum -= log;
      }
    }
    return sum;
  }

  /**
   * A text's segments: tokens and the token after each.
   *
   * @param length tokens of each but the last
   * @param most segments at most
   */
  static Iterable<int[][]> segments(IdSequence ids, int length, long most) {
    return () ->
        new Iterator<>() {
          private long at;
          private long given;

          @Override
          public boolean hasNext() {
            return at < ids.size() - 1 && given < most;
          }

          @Override
          public int[][] next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            int time = (int) Math.min(length, ids.size() - 1 - at);
            int[][] segment = new int[2][time];
            for (int t = 0; t < time; t++) {
              segment[0][t] = ids.get(at + t);
              segment[1][t] = ids.get(at + t + 1);
            }
            at += time;
            given++;
            return segment;
          }
        };
  }
}
