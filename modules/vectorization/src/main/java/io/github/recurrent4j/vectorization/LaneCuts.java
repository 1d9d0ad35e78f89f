package io.github.recurrent4j.vectorization;

import java.io.Serializable;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where the minibatches of a text begin and end that is cut into lanes which are read in parallel:
 * lane b has tokens {@code b · laneLength} and following, and row b of a minibatch continues row b
 * of the one before. The tokens themselves may lie anywhere.
 */
public final class LaneCuts {
  private static final double USUAL = 0.95;
  private static final double DEVIATION = 5;

  private final int batch;
  private final int length;
  private final long laneLength;
  private long position;

  /** Where each minibatch ends, or null where all have the same length. */
  private long[] ends;

  /**
   * Cuts a text.
   *
   * @param tokens of the text
   * @param batch number of lanes
   * @param length tokens per minibatch and lane, the BPTT length
   * @throws BadInputException if the text is too short for one minibatch
   */
  public LaneCuts(long tokens, int batch, int length) {
    this.batch = batch;
    this.length = length;
    this.laneLength = (tokens - 1) / batch;
    if (laneLength < 1) {
      throw new BadInputException(
          "the text has "
              + tokens
              + " tokens, too few for a batch of "
              + batch
              + ": use more text or a smaller --batch-size");
    }
  }

  /**
   * A minibatch.
   *
   * @param position in each lane
   * @param time tokens of each lane
   */
  public record Cut(long position, int time) implements Serializable {}

  /** Number of lanes. */
  public int batch() {
    return batch;
  }

  /** Tokens of a lane. */
  public long laneLength() {
    return laneLength;
  }

  /** Minibatches in one pass; the last may be shorter. */
  public long batches() {
    return (laneLength + length - 1) / length;
  }

  /**
   * Lets lengths vary from now on (Merity et al., 2018): nineteen of twenty are normal around the
   * usual length with a deviation of 5 tokens, the others around half of it; none is below 5 or the
   * usual one. They are stretched so that a pass still has {@link #batches}.
   *
   * @param random says how; the same one gives the same lengths
   */
  public void vary(Random random) {
    double[] sums = new double[(int) batches()];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      double mean = random.nextDouble() < USUAL ? length : length / 2.0;
      sum += Math.max(Math.min(DEVIATION, length), mean + DEVIATION * random.nextGaussian());
      sums[i] = sum;
    }
    ends = new long[sums.length];
    for (int i = 0; i < sums.length; i++) {
      // At least a token each.
      long least = i == 0 ? 1 : ends[i - 1] + 1;
      long most = laneLength - (sums.length - 1 - i);
      ends[i] = Math.min(most, Math.max(least, Math.round(sums[i] / sum * laneLength)));
    }
  }

  /** Tokens per lane that were read. */
  public long position() {
    return position;
  }

  /** Continues at a position that {@link #position} gave. */
  public void seek(long newPosition) {
    position = newPosition;
  }

  /** Whether the pass has more. */
  public boolean hasNext() {
    return position < laneLength;
  }

  /** The next minibatch. */
  public Cut next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Cut cut = new Cut(position, (int) (end() - position));
    position += cut.time();
    return cut;
  }

  private long end() {
    if (ends == null) {
      return Math.min(laneLength, position + length);
    }
    int at = Arrays.binarySearch(ends, position + 1);
    return ends[at < 0 ? -at - 1 : at];
  }

  /** Tokens, wherever they lie. */
  @FunctionalInterface
  public interface Lane {
    /** The id at a place of a lane, which may be the one after its last. */
    int id(int lane, long place);
  }

  /**
   * Reads some lanes of a minibatch.
   *
   * @param first lane
   * @param lanes how many
   * @return features are ids [lanes, 1, time], labels the ids one position later
   */
  public static DataSet read(Cut cut, int first, int lanes, Lane ids) {
    float[][][] features = new float[lanes][1][cut.time()];
    float[][][] labels = new float[lanes][1][cut.time()];
    for (int b = 0; b < lanes; b++) {
      for (int t = 0; t < cut.time(); t++) {
        features[b][0][t] = t > 0 ? labels[b][0][t - 1] : ids.id(first + b, cut.position());
        labels[b][0][t] = ids.id(first + b, cut.position() + t + 1);
      }
    }
    return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
  }
}
