package io.github.recurrent4j.kernels;

import java.util.HashMap;
import java.util.Map;

/**
 * Guards an object that many threads use and somebody closes: calls under way end first. A call is
 * bracketed by
 *
 * <pre>{@code
 * try (InUse.Call call = inUse.enter()) {
 *   ...
 * }
 * }</pre>
 */
public final class InUse {
  private final String name;
  private final Map<Thread, Integer> inside = new HashMap<>();
  private boolean closed;
  private Runnable freeing;

  /** A call under way; closing ends it. */
  public final class Call implements AutoCloseable {
    private Call() {}

    @Override
    public void close() {
      leave();
    }
  }

  /** A guard; {@code name} is what messages call the object: "the translator". */
  public InUse(String name) {
    this.name = name;
  }

  /**
   * Begins a call, which the same thread ends.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public synchronized Call enter() {
    Integer depth = inside.get(Thread.currentThread());
    if (closed && depth == null) {
      throw new IllegalStateException(name + " is closed");
    }
    inside.put(Thread.currentThread(), depth == null ? 1 : depth + 1);
    return new Call();
  }

  /** Whether {@link #close} was called: long calls may look, and end early. */
  public synchronized boolean isClosed() {
    return closed;
  }

  private void leave() {
    Runnable last = null;
    synchronized (this) {
      int depth = inside.get(Thread.currentThread());
      if (depth > 1) {
        inside.put(Thread.currentThread(), depth - 1);
        return;
      }
      inside.remove(Thread.currentThread());
      if (inside.isEmpty()) {
        last = freeing;
        freeing = null;
        notifyAll();
      }
    }
    if (last != null) {
      last.run();
    }
  }

  /**
   * Lets no further call in, waits for those under way, and frees. Who closes from inside a call,
   * or is interrupted while waiting, does not wait: the last call to end frees. Closing again does
   * nothing but wait.
   *
   * @param free run exactly once
   */
  public void close(Runnable free) {
    boolean now = false;
    synchronized (this) {
      if (!closed) {
        closed = true;
        if (inside.isEmpty()) {
          now = true;
        } else {
          freeing = free;
        }
      }
      while (!now && !inside.isEmpty() && !inside.containsKey(Thread.currentThread())) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
    if (now) {
      free.run();
    }
  }
}
