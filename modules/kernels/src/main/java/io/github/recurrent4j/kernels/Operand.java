package io.github.recurrent4j.kernels;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/**
 * A oneDNN memory object and the memory it stands for at present. Only {@link Program} lets native
 * code see the two together.
 */
final class Operand implements AutoCloseable {
  private final memory handle;
  private final long bytes;
  private Region bound;
  private long address;
  private Floats floats;

  /** An operand of this layout; the descriptor may be closed afterwards. */
  Operand(memory.desc layout) {
    this(layout, layout.get_size());
  }

  /**
   * An operand whose entries are strided.
   *
   * @param bytes from the first to behind the last entry: oneDNN's own size has the gap behind the
   *     last row, too
   */
  Operand(memory.desc layout, long bytes) {
    handle = new memory(layout, OneDnn.cpu(), new Pointer());
    this.bytes = bytes;
  }

  memory handle() {
    return handle;
  }

  long bytes() {
    return bytes;
  }

  /** Lets the operand stand for the first bytes of a region. */
  Operand bind(Region region) {
    if (region.bytes() < bytes) {
      throw new IllegalArgumentException(
          region.owner() + " has " + region.bytes() + " bytes where " + bytes + " are needed");
    }
    if (address != region.address()) {
      handle.set_data_handle(region.pointer());
      address = region.address();
    }
    if (!region.equals(bound)) {
      bound = region;
      floats = null;
    }
    return this;
  }

  Operand bind(Floats floats) {
    return bind(floats.region());
  }

  Region region() {
    if (bound == null) {
      throw new IllegalStateException("an operand without memory");
    }
    return bound;
  }

  /** The memory as floats, for operands in a plain float32 layout. */
  Floats floats() {
    if (floats == null) {
      floats = new Floats(region().slice(0, bytes));
    }
    return floats;
  }

  /** Lets go of the memory: it may be freed. */
  void release() {
    bound = null;
    floats = null;
  }

  @Override
  public void close() {
    handle.close();
    bound = null;
  }
}
