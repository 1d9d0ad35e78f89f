package io.github.recurrent4j.training;

import io.github.recurrent4j.vectorization.LengthBuckets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Minibatches of examples of similar length, in an order and with noise that depend on seed, epoch
 * and place alone, so that a resumed run repeats an unbroken one.
 */
public abstract class BucketedBatches implements TrainingTask.Batches {
  private final int[] lengths;
  private final int[] others;
  private final int tokensPerBatch;
  private final long seed;
  private List<int[]> batches;
  private int epoch;
  private int position;
  private long lastTokens;

  /**
   * Batches of examples numbered from 0.
   *
   * @param lengths the length that decides an example's bucket
   * @param others a second length, by which buckets are sorted; may be {@code lengths}
   * @param tokensPerBatch padded tokens in a minibatch, about
   * @param seed seed of order and noise
   */
  protected BucketedBatches(int[] lengths, int[] others, int tokensPerBatch, long seed) {
    this.lengths = lengths;
    this.others = others;
    this.tokensPerBatch = tokensPerBatch;
    this.seed = seed;
    seek(0, 0);
  }

  /**
   * Builds a minibatch.
   *
   * @param examples numbers of the examples
   * @param progress epochs that are over, with the present one as a fraction
   * @param random source of noise
   * @return a DataSet or MultiDataSet
   */
  protected abstract Object batch(int[] examples, double progress, Random random);

  /** To be called by {@link #batch} with the number of tokens in it. */
  protected final void setTokens(long count) {
    lastTokens = count;
  }

  @Override
  public final Object next() {
    int[] examples = batches.get(position);
    Random random = new Random((seed * 31 + epoch) * 1_000_003 + position);
    position++;
    return batch(examples, epoch + (double) position / batches.size(), random);
  }

  @Override
  public final long perEpoch() {
    return batches.size();
  }

  /** Tokens of an epoch, as {@code lengths} has them. */
  public final long tokensPerEpoch() {
    return Arrays.stream(lengths).asLongStream().sum();
  }

  @Override
  public final boolean hasNext() {
    return position < batches.size();
  }

  @Override
  public final long position() {
    return position;
  }

  @Override
  public final long tokens() {
    return lastTokens;
  }

  @Override
  public final void seek(int number, long place) {
    epoch = number;
    position = (int) place;
    batches = LengthBuckets.cut(lengths, others, tokensPerBatch, new Random(seed * 31 + number));
  }
}
