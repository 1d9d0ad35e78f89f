package io.github.recurrent4j.training;

import java.io.Serializable;
import java.util.List;

/**
 * Examples that lie elsewhere and need not fit this machine, such as the rows of a table that the
 * machines of a cluster read. What comes here is bounded: examples to validate on, and some to
 * learn tokens from.
 *
 * @param <E> an example
 */
public interface RemoteExamples<E> {
  /**
   * Says by what an example is known: of those with equal keys the first is trained on.
   *
   * @param <E> an example
   */
  interface Key<E> extends Serializable {
    /** The example's key. */
    String of(E example);
  }

  /**
   * Says which examples are trained on; asked where they lie.
   *
   * @param <E> an example
   */
  interface Filter<E> extends Serializable {
    /** Whether this one is. */
    boolean keeps(E example);
  }

  /**
   * Makes minibatches of a part of the examples, where that part lies.
   *
   * @param <E> an example
   */
  interface Maker<E> extends Serializable {
    /**
     * The minibatches of a part; equal parts and seeds give equal ones.
     *
     * @param part at most some ten thousand examples, none if they are few
     * @param seed of order and noise
     */
    BucketedBatches of(List<E> part, long seed);
  }

  /**
   * Takes examples out to validate on, drawn at random but always the same. To be called before
   * {@link #prepare}, at most once.
   *
   * @param part one of so many
   * @param most of them
   */
  List<E> holdOut(Key<E> key, int part, int most);

  /**
   * Gets the other examples ready, each once.
   *
   * @param filter what to leave out besides
   */
  Prepared<E> prepare(Key<E> key, Filter<E> filter);

  /**
   * Examples that are ready to be trained on.
   *
   * @param <E> an example
   */
  interface Prepared<E> {
    /** How many there are. */
    long count();

    /** Hash of the examples and of how they are laid out: a run that goes on must find the same. */
    String digest();

    /** Some of them, drawn at random but always the same, or all if they are few. */
    List<E> sample();

    /** Their minibatches. */
    TrainingTask.Batches batches(Maker<E> maker);
  }
}
