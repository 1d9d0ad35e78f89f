package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Networks for inference, each of which serves one thread at a time, for any number of callers. A
 * single batch is computed with all cores; several batches are computed side by side, each on one.
 *
 * @param <N> a network with its weights packed
 */
public final class InferencePool<N extends InferencePool.Network> implements AutoCloseable {
  private final Supplier<N> maker;
  // oneDNN decides for how many threads a primitive is when it is made.
  private final Queue<N> onAllCores = new ConcurrentLinkedQueue<>();
  private final Queue<N> onOneCore = new ConcurrentLinkedQueue<>();

  /** What can be closed without an exception. */
  public interface Network extends AutoCloseable {
    @Override
    void close();
  }

  /** A pool that makes networks as it needs them. */
  public InferencePool(Supplier<N> maker) {
    this.maker = maker;
  }

  /**
   * Gives each sequence to a network, in batches of similar length.
   *
   * @param sequences ids of each
   * @param batch most sequences in a batch
   * @param work what is done with a network and the places of a batch's sequences; several may be
   *     done at once
   */
  public void run(List<int[]> sequences, int batch, BiConsumer<N, int[]> work) {
    int[] order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -sequences.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    if (order.length <= batch) {
      with(onAllCores, order, work);
      return;
    }
    // Enough batches for all threads, the longest first.
    int size = Math.min(batch, Math.max(1, (order.length + Workers.count() - 1) / Workers.count()));
    List<Runnable> tasks = new ArrayList<>();
    for (int from = 0; from < order.length; from += size) {
      int[] places = Arrays.copyOfRange(order, from, Math.min(order.length, from + size));
      tasks.add(() -> with(onOneCore, places, work));
    }
    Workers.run(tasks);
  }

  private void with(Queue<N> idle, int[] places, BiConsumer<N, int[]> work) {
    if (places.length == 0) {
      return;
    }
    N network = idle.poll();
    network = network == null ? maker.get() : network;
    try {
      work.accept(network, places);
    } finally {
      idle.add(network);
    }
  }

  /** Closes the networks that rest; new ones are made when they are needed. */
  @Override
  public void close() {
    for (Queue<N> idle : List.of(onAllCores, onOneCore)) {
      for (N network = idle.poll(); network != null; network = idle.poll()) {
        network.close();
      }
    }
  }
}
