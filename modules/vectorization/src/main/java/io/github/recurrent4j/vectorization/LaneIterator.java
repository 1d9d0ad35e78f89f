package io.github.recurrent4j.vectorization;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cuts a text into {@code batch} lanes that are read in parallel, {@code length} tokens at a time:
 * row b of a minibatch continues row b of the one before (stateful truncated BPTT). Features are
 * ids [batch, 1, time], labels the ids one position later. At most {@code batch + length} tokens at
 * the end are not used.
 */
public final class LaneIterator implements DataSetIterator {
  private static final double USUAL = 0.95;
  private static final double DEVIATION = 5;

  private final IdSequence ids;
  private final int batch;
  private final int length;
  private final long laneLength;
  private long position;

  /** Where each minibatch ends, or null where all have the same length. */
  private long[] ends;

  /**
   * Creates the iterator.
   *
   * @param ids the text
   * @param batch number of lanes
   * @param length tokens per minibatch and lane, the BPTT length
   * @throws BadInputException if the text is too short for one minibatch
   */
  public LaneIterator(IdSequence ids, int batch, int length) {
    this.ids = ids;
    this.batch = batch;
    this.length = length;
    this.laneLength = (ids.size() - 1) / batch;
    if (laneLength < 1) {
      throw new BadInputException(
          "the text has "
              + ids.size()
              + " tokens, too few for a batch of "
              + batch
              + ": use more text or a smaller --batch-size");
    }
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

  @Override
  public boolean hasNext() {
    return position < laneLength;
  }

  private long end() {
    if (ends == null) {
      return Math.min(laneLength, position + length);
    }
    int at = Arrays.binarySearch(ends, position + 1);
    return ends[at < 0 ? -at - 1 : at];
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int time = (int) (end() - position);
    float[][][] features = new float[batch][1][time];
    float[][][] labels = new float[batch][1][time];
    for (int b = 0; b < batch; b++) {
      long from = b * laneLength + position;
      for (int t = 0; t < time; t++) {
        features[b][0][t] = ids.get(from + t);
        labels[b][0][t] = ids.get(from + t + 1);
      }
    }
    position += time;
    return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
  }

  @Override
  public void reset() {
    position = 0;
  }

  @Override
  public DataSet next(int count) {
    throw new UnsupportedOperationException("lanes have a fixed batch size");
  }

  @Override
  public int inputColumns() {
    return 1;
  }

  @Override
  public int totalOutcomes() {
    return 1;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    if (preProcessor != null) {
      throw new UnsupportedOperationException("ids are not preprocessed");
    }
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return null;
  }

  @Override
  public List<String> getLabels() {
    return null;
  }
}
