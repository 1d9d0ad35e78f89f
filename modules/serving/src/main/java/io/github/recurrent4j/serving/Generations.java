package io.github.recurrent4j.serving;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Runs what comes token by token, side by side: a model gives each its turn of some tokens, so that
 * none waits until another has ended.
 */
final class Generations implements AutoCloseable {
  /** Threads, most of which wait for their turn; memory for that many states is small. */
  private static final int SIDE_BY_SIDE = 64;

  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  /**
   * A pool.
   *
   * @param queue what may wait
   */
  Generations(int queue) {
    pool =
        new ThreadPoolExecutor(
            SIDE_BY_SIDE,
            SIDE_BY_SIDE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue));
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Puts work into the queue.
   *
   * @param work may ask now and then whether it is still wanted
   * @return its result; cancelling it takes it out of the queue, or has it told
   * @throws ApiException if the queue is full, or closed
   */
  <T> CompletableFuture<T> submit(Function<BooleanSupplier, T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            if (!result.isDone()) {
              result.complete(work.apply(() -> !result.isCancelled()));
            }
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        };
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      throw ApiException.busy(
          pool.isShutdown()
              ? "the server is stopping"
              : "too many requests are waiting: try again in a second");
    }
    var unused =
        result.whenComplete(
            (value, e) -> {
              if (result.isCancelled()) {
                pool.remove(task);
              }
            });
    return result;
  }

  /** What waits or is under way. */
  int load() {
    return pool.getQueue().size() + pool.getActiveCount();
  }

  /** Takes nothing further, and waits until what there is is done. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
