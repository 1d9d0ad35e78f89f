package io.github.recurrent4j.layers.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * One thread for each core, whose native work stays on it. Small products gain little from a second
 * core and wait for it after each of them; apart, two cores do twice as much.
 */
public final class Workers {
  private static final NativeOps OPS = operations();
  private static final int COUNT = Runtime.getRuntime().availableProcessors();
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          COUNT,
          work -> {
            Thread thread = new Thread(() -> alone(work), "recurrent4j-worker");
            thread.setDaemon(true);
            return thread;
          });

  private Workers() {}

  private static void alone(Runnable work) {
    // OpenMP keeps this number for each thread.
    OPS.setOmpNumThreads(1);
    work.run();
  }

  private static NativeOps operations() {
    // ND4J sets its native operations when it starts.
    Nd4j.getExecutioner();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /** Number of threads. */
  public static int count() {
    return COUNT;
  }

  /** Runs all tasks, in the order given as threads get free, and waits for them. */
  public static void run(List<Runnable> tasks) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    tasks.forEach(task -> running.add(CompletableFuture.runAsync(task, POOL)));
    RuntimeException failure = null;
    for (CompletableFuture<Void> one : running) {
      try {
        one.join();
      } catch (CompletionException e) {
        failure = e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
