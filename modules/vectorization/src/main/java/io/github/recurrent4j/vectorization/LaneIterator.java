package io.github.recurrent4j.vectorization;

import java.util.List;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Cuts a text into {@code batch} lanes that are read in parallel, {@code length} tokens at a time:
 * row b of a minibatch continues row b of the one before (stateful truncated BPTT). Features are
 * ids [batch, 1, time], labels the ids one position later. At most {@code batch + length} tokens at
 * the end are not used.
 */
public final class LaneIterator implements DataSetIterator {
  private final IdSequence ids;
  private final LaneCuts cuts;

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
    this.cuts = new LaneCuts(ids.size(), batch, length);
  }

  /** Minibatches in one pass; the last may be shorter. */
  public long batches() {
    return cuts.batches();
  }

  /** Lets lengths vary from now on, as {@link LaneCuts#vary} says. */
  public void vary(Random random) {
    cuts.vary(random);
  }

  /** Tokens per lane that were read. */
  public long position() {
    return cuts.position();
  }

  /** Continues at a position that {@link #position} gave. */
  public void seek(long newPosition) {
    cuts.seek(newPosition);
  }

  @Override
  public boolean hasNext() {
    return cuts.hasNext();
  }

  @Override
  public DataSet next() {
    LaneCuts.Cut cut = cuts.next();
    return LaneCuts.read(
        cut, 0, cuts.batch(), (lane, place) -> ids.get(lane * cuts.laneLength() + place));
  }

  @Override
  public void reset() {
    cuts.seek(0);
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
    return cuts.batch();
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
