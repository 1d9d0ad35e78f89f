package io.github.recurrent4j.inference;

import io.github.recurrent4j.kernels.InUse;
import io.github.recurrent4j.kernels.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * As many {@link Slot}s as there are threads to compute on, for any number of callers: who comes
 * when all are lent waits. Memory is bounded by cores, not by callers. Calls under way end before
 * {@link #close} frees anything; interrupted ones end with {@link CancellationException}.
 */
public final class Slots implements AutoCloseable {
  private final String name;
  private final InUse inUse;
  private final Semaphore free = new Semaphore(Workers.count(), true);
  private final Deque<Slot> resting = new ArrayDeque<>();
  private final Runnable freeing;

  /**
   * Slots of a model.
   *
   * @param name what messages call the model: "the translator"
   * @param freeing what else is freed when the last call has ended
   */
  public Slots(String name, Runnable freeing) {
    this.name = name;
    this.inUse = new InUse(name);
    this.freeing = freeing;
  }

  /**
   * Begins a call, which the same thread ends by closing what it gets.
   *
   * @throws IllegalStateException if the model is closed
   */
  public InUse.Call enter() {
    return inUse.enter();
  }

  /**
   * To be asked now and then by long calls.
   *
   * @throws CancellationException if the thread is interrupted, which it stays
   * @throws IllegalStateException if the model was closed
   */
  public void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (inUse.isClosed()) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  private CancellationException interrupted() {
    return new CancellationException("interrupted while " + name + " was at work");
  }

  /**
   * Computes with a slot, waiting for one if need be; not to be called by who has one.
   *
   * @throws CancellationException if the thread is interrupted while it waits
   */
  public <R> R with(Function<Slot, R> work) {
    check();
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
    Slot slot = null;
    try {
      synchronized (resting) {
        slot = resting.poll();
      }
      slot = slot == null ? new Slot() : slot;
      return work.apply(slot);
    } finally {
      if (slot != null) {
        synchronized (resting) {
          resting.push(slot);
        }
      }
      free.release();
    }
  }

  /**
   * Gives each sequence to a slot, in batches of similar length. One batch is computed on the
   * caller's thread, several side by side.
   *
   * @param sequences ids of each
   * @param batch most sequences in a batch
   * @param work what is done with a slot and the places of a batch's sequences; several may be done
   *     at once
   */
  public void each(List<int[]> sequences, int batch, BiConsumer<Slot, int[]> work) {
    int[] order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -sequences.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    // Enough batches for all threads, the longest first.
    int size =
        order.length <= batch
            ? Math.max(1, order.length)
            : Math.min(batch, (order.length + Workers.count() - 1) / Workers.count());
    List<Runnable> tasks = new ArrayList<>();
    for (int from = 0; from < order.length; from += size) {
      int[] places = Arrays.copyOfRange(order, from, Math.min(order.length, from + size));
      tasks.add(
          () ->
              with(
                  slot -> {
                    work.accept(slot, places);
                    return null;
                  }));
    }
    Workers.run(tasks);
  }

  /** Frees what rests: work memory and primitives; they are made anew when they are needed. */
  public void release() {
    synchronized (resting) {
      resting.forEach(Slot::close);
      resting.clear();
    }
  }

  /** Lets no further call in, waits for those under way, and frees; closing again does nothing. */
  @Override
  public void close() {
    inUse.close(
        () -> {
          release();
          freeing.run();
        });
  }
}
