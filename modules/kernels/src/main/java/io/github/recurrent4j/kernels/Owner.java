package io.github.recurrent4j.kernels;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whoever keeps native memory alive. A call that uses the memory brackets it with {@link #acquire}
 * and {@link #release}; memory that is closed meanwhile is freed when the last call has returned.
 */
abstract class Owner {
  private static final int CLOSED = 1 << 31;

  private final AtomicInteger users = new AtomicInteger();
  private final String name;
  private final Object keeper;

  /**
   * An owner.
   *
   * @param name for messages
   * @param keeper an object whose life keeps the memory valid, or null
   */
  Owner(String name, Object keeper) {
    this.name = name;
    this.keeper = keeper;
  }

  /** Begins a use of the memory. */
  final void acquire() {
    int n = users.get();
    while (n >= 0) {
      int seen = users.compareAndExchange(n, n + 1);
      if (seen == n) {
        return;
      }
      n = seen;
    }
    throw new IllegalStateException(name + " is closed");
  }

  /** Ends a use of the memory. */
  final void release() {
    try {
      if (users.decrementAndGet() == CLOSED) {
        free();
      }
    } finally {
      // Until here the compiler must not take the owner, and what it keeps, for garbage.
      Reference.reachabilityFence(keeper);
      Reference.reachabilityFence(this);
    }
  }

  /** Ends the memory's life, now or when the last use ends; closing again does nothing. */
  final void end() {
    int n = users.getAndUpdate(u -> u | CLOSED);
    if (n == 0) {
      free();
    }
  }

  final boolean isOpen() {
    return users.get() >= 0;
  }

  /** Gives the memory back; called once. */
  abstract void free();

  @Override
  public String toString() {
    return name;
  }
}
