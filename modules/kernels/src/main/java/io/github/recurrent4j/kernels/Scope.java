package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * Native memory that begins and ends together: everything allocated from a scope lives until the
 * scope is closed. Closing while a native call still uses the memory defers freeing until that call
 * has returned; use after closing throws {@link IllegalStateException} with the scope's name. Any
 * thread may allocate.
 */
public final class Scope implements AutoCloseable {
  private final Arena arena;
  private final Memory memory;

  /** A scope whose memory is the operating system's again when it is closed. */
  public Scope(String name) {
    this(name, null);
  }

  Scope(String name, Arena arena) {
    this.arena = arena;
    this.memory = new Memory(name, arena);
  }

  /** Floats of undefined value. */
  public Floats floats(long length) {
    return new Floats(region(Math.multiplyExact(length, Float.BYTES)));
  }

  /** Floats of value zero. */
  public Floats zeros(long length) {
    Floats result = floats(length);
    result.fill(0);
    return result;
  }

  /** A copy of an array. */
  public Floats copyOf(float[] values) {
    Floats result = floats(values.length);
    result.put(0, values);
    return result;
  }

  Region region(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("memory of " + bytes + " bytes");
    }
    Block block = arena == null ? new Block(bytes) : arena.take(bytes);
    memory.add(block);
    return new Region(memory, block.address(), bytes);
  }

  /** Bytes taken from the operating system. */
  public long bytes() {
    return memory.bytes();
  }

  @Override
  public void close() {
    memory.end();
  }

  /** The scope's blocks, apart from the scope, so that views keep the memory and not more. */
  private static final class Memory extends Owner {
    private final Arena arena;
    private final List<Block> blocks = new ArrayList<>();
    private boolean freed;

    Memory(String name, Arena arena) {
      super(name, null);
      this.arena = arena;
    }

    synchronized void add(Block block) {
      if (freed || !isOpen()) {
        block.free();
        throw new IllegalStateException(this + " is closed");
      }
      blocks.add(block);
    }

    synchronized long bytes() {
      return blocks.stream().mapToLong(Block::bytes).sum();
    }

    @Override
    synchronized void free() {
      freed = true;
      for (Block block : blocks) {
        if (arena == null) {
          block.free();
        } else {
          arena.giveBack(block);
        }
      }
      blocks.clear();
    }
  }
}
