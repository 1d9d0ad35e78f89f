package io.github.recurrent4j.kernels;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Work memory that is used again: scopes take blocks from here and give them back when they end, so
 * that calls of similar size ask the operating system for nothing. What rests is bounded; more is
 * freed at once.
 */
public final class Arena implements AutoCloseable {
  private static final long SMALLEST = 1 << 12;

  private static final Arena SHARED = new Arena("work memory", 256 << 20);

  private final String name;
  private final long mostIdle;
  private final TreeMap<Long, Deque<Block>> idle = new TreeMap<>();
  private long idleBytes;
  private boolean closed;

  /**
   * An arena.
   *
   * @param name what it is for, for messages
   * @param mostIdle most bytes that are kept for later
   */
  public Arena(String name, long mostIdle) {
    this.name = name;
    this.mostIdle = mostIdle;
  }

  /** An arena for everybody, which is never closed. */
  public static Arena shared() {
    return SHARED;
  }

  /** A new scope, to be closed by who asked for it. */
  public Scope scope() {
    return new Scope(name, this);
  }

  synchronized Block take(long bytes) {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    long size = rounded(bytes);
    Map.Entry<Long, Deque<Block>> entry = idle.ceilingEntry(size);
    // A much larger block is better kept for who needs it.
    if (entry == null || entry.getKey() > 2 * size) {
      return new Block(size);
    }
    Block block = entry.getValue().pop();
    if (entry.getValue().isEmpty()) {
      idle.remove(entry.getKey());
    }
    idleBytes -= block.bytes();
    return block;
  }

  /** Sizes in steps of an eighth, so that similar requests meet the same blocks. */
  private static long rounded(long bytes) {
    long step = Math.max(SMALLEST, Long.highestOneBit(Math.max(bytes, 1)) >> 3);
    return (bytes + step - 1) / step * step;
  }

  synchronized void giveBack(Block block) {
    if (closed || idleBytes + block.bytes() > mostIdle) {
      block.free();
      return;
    }
    idle.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block);
    idleBytes += block.bytes();
  }

  /**
   * Bytes of native memory that this process's scopes hold, and that rest in its arenas. What
   * oneDNN allocates for itself (code, primitives) is not among them.
   */
  public static long allBytes() {
    return Block.allBytes();
  }

  /** Bytes that wait to be used again. */
  public synchronized long idleBytes() {
    return idleBytes;
  }

  /** Frees what rests; scopes still open free theirs when they end. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(blocks -> blocks.forEach(Block::free));
    idle.clear();
    idleBytes = 0;
  }
}
