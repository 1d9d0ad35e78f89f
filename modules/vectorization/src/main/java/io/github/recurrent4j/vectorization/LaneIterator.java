package io.github.recurrent4j.vectorization;

import java.util.List;
import java.util.NoSuchElementException;
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
  private final IdSequence ids;
  private final int batch;
  private final int length;
  private final long laneLength;
  private long position;

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

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int time = (int) Math.min(length, laneLength - position);
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
