package io.github.recurrent4j.serving;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;

/**
 * Two batchers for the same work: what is long goes through a thread of its own, so that what is
 * short never waits behind it.
 */
final class Lanes<K, I, O> implements AutoCloseable {
  private final Batcher<K, I, O> quick;
  private final Batcher<K, I, O> slow;

  /**
   * Starts both.
   *
   * @param name of the work, in metrics and for the threads
   * @param length of an input
   */
  Lanes(
      String name,
      Batcher.Work<K, I, O> work,
      ToIntFunction<I> length,
      ServingOptions options,
      Measures measures) {
    int threads = Runtime.getRuntime().availableProcessors();
    Batcher.Bounds bounds =
        new Batcher.Bounds(threads, options.queueLimit(), options.batchSize(), options.batchWait());
    // One after the other: a long job keeps all cores busy by itself.
    Batcher.Bounds alone = new Batcher.Bounds(1, options.queueLimit(), 1, 0);
    quick = new Batcher<>(name, work, length, bounds, size -> measures.batch(name, size));
    slow = new Batcher<>(name + "-long", work, length, alone, size -> measures.batch(name, size));
    measures.load(name, () -> quick.load() + slow.load());
  }

  /** Puts a job into one of the queues. */
  CompletableFuture<List<O>> submit(boolean isLong, K key, List<I> inputs) {
    return (isLong ? slow : quick).submit(key, inputs);
  }

  @Override
  public void close() {
    quick.close();
    slow.close();
  }
}
