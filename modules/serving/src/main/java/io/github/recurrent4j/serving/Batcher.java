package io.github.recurrent4j.serving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;

/**
 * Computes jobs that wait at the same time together. A free thread takes what has gathered while
 * others computed; with others at work it first waits a little for more. What nobody waits for any
 * more is dropped, from the queue at once, and from the computing when nobody waits for any of it.
 * The first in the queue is always taken, and with it what is of similar length: a batch takes as
 * long as its longest input.
 *
 * @param <K> what jobs must have in common to be computed together
 * @param <I> an input
 * @param <O> an output
 */
final class Batcher<K, I, O> implements AutoCloseable {
  /** How much longer an input may be than others of its batch. */
  private static final int LENGTHS = 2;

  /** A difference that does not count, in the units of the inputs' length. */
  private static final int SHORT = 20;

  /** Computes inputs together. */
  interface Work<K, I, O> {
    /**
     * Computes an output for each.
     *
     * @param outputs takes each output with its input's place, as soon as it is there, on any
     *     thread; all of it before this returns
     */
    void compute(K key, List<I> inputs, ObjIntConsumer<O> outputs);

    /** Work whose outputs come all at once, in order. */
    static <K, I, O> Work<K, I, O> whole(BiFunction<K, List<I>, List<O>> all) {
      return (key, inputs, outputs) -> {
        List<O> made = all.apply(key, inputs);
        for (int i = 0; i < made.size(); i++) {
          outputs.accept(made.get(i), i);
        }
      };
    }
  }

  /**
   * What a batcher takes on.
   *
   * @param threads batches computed at once
   * @param queue jobs that may wait
   * @param size inputs after which a batch takes no further job
   * @param waitMillis how long a thread waits for more while others compute
   */
  record Bounds(int threads, int queue, int size, int waitMillis) {}

  private final String name;
  private final Work<K, I, O> work;
  private final ToIntFunction<I> length;
  private final Bounds bounds;
  private final IntConsumer batchSizes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Job> queue = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private int computing;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param name of the threads, and in messages
   * @param length of an input, such as its characters
   * @param batchSizes is told how many inputs each batch has
   */
  Batcher(
      String name,
      Work<K, I, O> work,
      ToIntFunction<I> length,
      Bounds bounds,
      IntConsumer batchSizes) {
    this.name = name;
    this.work = work;
    this.length = length;
    this.bounds = bounds;
    this.batchSizes = batchSizes;
    for (int i = 1; i <= bounds.threads(); i++) {
      Thread thread = new Thread(this::run, name + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private final class Job {
    private final K key;
    private final List<I> inputs;
    private final int longest;
    private final CompletableFuture<List<O>> result = new CompletableFuture<>();
    private final List<O> outputs;
    private int missing;
    private Batch batch;
    // Neither waited for nor computed any more, as far as the batch is concerned.
    private boolean out;

    private Job(K key, List<I> inputs) {
      this.key = key;
      this.inputs = inputs;
      this.outputs = new ArrayList<>(Collections.nCopies(inputs.size(), null));
      this.missing = inputs.size();
      this.longest = inputs.stream().mapToInt(length).max().orElse(0);
    }

    /** Takes an output; true with the last one. */
    private synchronized boolean take(O output, int place) {
      outputs.set(place, output);
      missing--;
      return missing == 0;
    }

    /** Computes it without the others of its batch, from the beginning. */
    private void alone() {
      synchronized (this) {
        missing = inputs.size();
      }
      try {
        work.compute(
            key,
            inputs,
            (output, place) -> {
              if (take(output, place)) {
                result.complete(outputs);
              }
            });
        if (inputs.isEmpty()) {
          result.complete(outputs);
        }
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }

    /** Whether neither of the two would wait long for the other. */
    private boolean isAsLongAs(Job other) {
      return Math.max(longest, other.longest) <= LENGTHS * Math.min(longest, other.longest) + SHORT;
    }
  }

  /** Jobs being computed by a thread, as long as anybody waits for one. */
  private final class Batch {
    private final List<Job> jobs = new ArrayList<>();
    private Thread thread;
    private int wanted;
    private int answered;

    /** One job fewer is waited for; what is left unwanted is not computed to its end. */
    private void leave() {
      wanted--;
      boolean unwanted = jobs.stream().anyMatch(job -> job.result.isCancelled());
      if (wanted == 0 && unwanted && thread != null) {
        thread.interrupt();
      }
    }

    private int size() {
      return jobs.stream().mapToInt(job -> job.inputs.size()).sum();
    }
  }

  /**
   * Puts a job into the queue.
   *
   * @return the outputs in the order of the inputs; cancelling it takes the job back
   * @throws ApiException if the queue is full, or closed
   */
  CompletableFuture<List<O>> submit(K key, List<I> inputs) {
    Job job = new Job(key, inputs);
    lock.lock();
    try {
      if (closed) {
        throw ApiException.busy("the server is stopping");
      }
      if (queue.size() >= bounds.queue()) {
        throw ApiException.busy("too many requests are waiting: try again in a second");
      }
      queue.add(job);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    var unused = job.result.whenComplete((outputs, e) -> left(job));
    return job.result;
  }

  /** Jobs that wait, and that are being computed. */
  int load() {
    lock.lock();
    try {
      return queue.size() + computing;
    } finally {
      lock.unlock();
    }
  }

  /** A result is there, or nobody waits for it. */
  private void left(Job job) {
    if (!job.result.isCancelled()) {
      return;
    }
    lock.lock();
    try {
      queue.remove(job);
      if (job.batch != null && !job.out) {
        job.out = true;
        job.batch.leave();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Batch batch = next(); batch != null; batch = next()) {
      batchSizes.accept(batch.size());
      compute(batch);
    }
  }

  /** Waits for jobs; null when there will be none any more. */
  private Batch next() {
    lock.lock();
    try {
      while (true) {
        while (queue.isEmpty()) {
          if (closed) {
            return null;
          }
          changed.awaitUninterruptibly();
        }
        gather();
        if (!queue.isEmpty()) {
          return take();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Where others compute, more is likely to come: waits for it, but not long. */
  private void gather() {
    long left = TimeUnit.MILLISECONDS.toNanos(bounds.waitMillis());
    try {
      while (left > 0 && computing > 0 && !closed && waiting() < bounds.size()) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Meant for a batch that has ended since.
      return;
    }
  }

  private int waiting() {
    return queue.stream().mapToInt(job -> job.inputs.size()).sum();
  }

  /** The first job, and those behind it that can be computed with it. */
  private Batch take() {
    Batch batch = new Batch();
    int room = bounds.size();
    for (Iterator<Job> jobs = queue.iterator(); jobs.hasNext() && room > 0; ) {
      Job job = jobs.next();
      if (batch.jobs.isEmpty()
          || (job.key.equals(batch.jobs.get(0).key)
              && job.inputs.size() <= room
              && job.isAsLongAs(batch.jobs.get(0)))) {
        jobs.remove();
        job.batch = batch;
        batch.jobs.add(job);
        room -= job.inputs.size();
      }
    }
    batch.thread = Thread.currentThread();
    batch.wanted = batch.jobs.size();
    computing += batch.jobs.size();
    return batch;
  }

  private void compute(Batch batch) {
    List<I> inputs = new ArrayList<>();
    List<Job> jobOf = new ArrayList<>();
    List<Integer> placeOf = new ArrayList<>();
    for (Job job : batch.jobs) {
      for (int i = 0; i < job.inputs.size(); i++) {
        inputs.add(job.inputs.get(i));
        jobOf.add(job);
        placeOf.add(i);
      }
    }
    try {
      work.compute(
          batch.jobs.get(0).key,
          inputs,
          (output, i) -> {
            if (jobOf.get(i).take(output, placeOf.get(i))) {
              answer(jobOf.get(i));
            }
          });
      batch.jobs.stream().filter(job -> job.inputs.isEmpty()).forEach(this::answer);
      end(batch);
    } catch (RuntimeException | Error e) {
      List<Job> open = batch.jobs.stream().filter(job -> !job.result.isDone()).toList();
      if (batch.jobs.size() > 1) {
        // One job's input must not be another's failure.
        open.forEach(Job::alone);
        end(batch);
      } else {
        end(batch);
        open.forEach(job -> job.result.completeExceptionally(e));
      }
    }
  }

  /** A job has all outputs; others of its batch may go on. */
  private void answer(Job job) {
    lock.lock();
    try {
      computing--;
      job.batch.answered++;
      if (!job.out) {
        job.out = true;
        job.batch.leave();
      }
    } finally {
      lock.unlock();
    }
    job.result.complete(job.outputs);
  }

  /** From here on nobody interrupts the thread for this batch. */
  private void end(Batch batch) {
    lock.lock();
    try {
      batch.thread = null;
      computing -= batch.jobs.size() - batch.answered;
      Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no further job, and waits until those there are have been computed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(name + " was interrupted while it stopped", e);
    }
  }
}
