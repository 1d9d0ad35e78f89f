package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The process's threads for computing: as many as there are cores, or as the system property
 * {@value #PROPERTY} says. Work is cut into coarse parts; the caller does its share, the others
 * sleep until they are needed, and nobody spins.
 */
public final class Workers {
  /** Name of the system property for the number of threads, read once. */
  public static final String PROPERTY = "recurrent4j.threads";

  private static final int COUNT = decide();
  private static final ThreadPoolExecutor POOL = pool();

  private Workers() {}

  private static int decide() {
    String wanted = System.getProperty(PROPERTY);
    int cores = Runtime.getRuntime().availableProcessors();
    if (wanted == null) {
      return cores;
    }
    try {
      int n = Integer.parseInt(wanted.trim());
      if (n >= 1 && n <= 1024) {
        return n;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(PROPERTY + " is '" + wanted + "': use 1 to 1024");
  }

  private static ThreadPoolExecutor pool() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            Math.max(1, COUNT - 1),
            Math.max(1, COUNT - 1),
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "recurrent4j-worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Number of threads, the caller among them. */
  public static int count() {
    return COUNT;
  }

  /**
   * Runs parts 0 to {@code parts} − 1, side by side on as many threads as are free, and waits for
   * them. The caller works, too, so that parts may run parts of their own.
   *
   * @throws RuntimeException what the first failed part threw; the others have ended
   */
  public static void run(int parts, IntConsumer part) {
    if (parts <= 1 || COUNT == 1) {
      for (int i = 0; i < parts; i++) {
        part.accept(i);
      }
      return;
    }
    Parts all = new Parts(parts, part);
    int helpers = Math.min(parts, COUNT) - 1;
    for (int i = 0; i < helpers; i++) {
      POOL.execute(all);
    }
    all.run();
    all.join();
  }

  /** Runs all tasks and waits for them, see {@link #run(int, IntConsumer)}. */
  public static void run(List<Runnable> tasks) {
    List<Runnable> all = new ArrayList<>(tasks);
    run(all.size(), i -> all.get(i).run());
  }

  /** Parts that any number of threads take one after another. */
  private static final class Parts implements Runnable {
    private final int count;
    private final IntConsumer part;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch open;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Parts(int count, IntConsumer part) {
      this.count = count;
      this.part = part;
      this.open = new CountDownLatch(count);
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            part.accept(i);
          }
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
        } finally {
          open.countDown();
        }
      }
    }

    /** Waits for parts that others do. An interrupt does not leave them behind: it is kept. */
    void join() {
      boolean interrupted = false;
      while (true) {
        try {
          open.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable e = failure.get();
      if (e instanceof RuntimeException r) {
        throw r;
      }
      if (e instanceof Error r) {
        throw r;
      }
    }
  }
}
