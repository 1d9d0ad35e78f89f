package io.github.recurrent4j.kernels;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * A piece of the C heap, aligned for vectors. Whoever forgets to free it leaves it to the
 * collector.
 */
final class Block {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final long ALIGNMENT = 64;
  private static final AtomicLong ALL = new AtomicLong();

  static {
    // Before JavaCPP is touched, which would load it in its own way.
    NativeLibraries.load();
  }

  private final long address;
  private final long bytes;
  private final Cleaner.Cleanable memory;

  /** Allocates memory of undefined contents. */
  Block(long bytes) {
    Pointer start = Pointer.malloc(Math.max(bytes, 1) + ALIGNMENT);
    if (start == null || start.isNull()) {
      throw new OutOfMemoryError("No " + (bytes >> 20) + " MB of native memory left");
    }
    this.address = (start.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    this.bytes = bytes;
    ALL.addAndGet(bytes);
    // The action must not see this block, or it would never become garbage.
    this.memory =
        CLEANER.register(
            this,
            () -> {
              Pointer.free(start);
              ALL.addAndGet(-bytes);
            });
  }

  /** Bytes of all blocks that have not been freed. */
  static long allBytes() {
    return ALL.get();
  }

  long address() {
    return address;
  }

  long bytes() {
    return bytes;
  }

  void free() {
    memory.clean();
  }
}
