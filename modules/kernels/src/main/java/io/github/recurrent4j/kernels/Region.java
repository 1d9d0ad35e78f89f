package io.github.recurrent4j.kernels;

import org.bytedeco.javacpp.Pointer;

/**
 * Some bytes of native memory and the owner who keeps them alive: the only form in which this
 * module passes an address on.
 */
record Region(Owner owner, long address, long bytes) {

  Region slice(long from, long count) {
    if (from < 0 || count < 0 || from > bytes - count) {
      throw new IndexOutOfBoundsException(
          "bytes " + from + " to " + (from + count) + " of " + bytes + " of " + owner);
    }
    return new Region(owner, address + from, count);
  }

  /** A pointer for a native call between the owner's acquire and release. */
  Pointer pointer() {
    return new Address(address);
  }

  /** Whether some byte belongs to both. */
  boolean overlaps(Region other) {
    return address < other.address + other.bytes && other.address < address + bytes;
  }

  /** Sets all bytes to zero. */
  void zero() {
    owner.acquire();
    try {
      Pointer.memset(pointer(), 0, bytes);
    } finally {
      owner.release();
    }
  }

  /** Copies all bytes of another region of the same size. */
  void copyFrom(Region from) {
    if (from.bytes != bytes) {
      throw new IllegalArgumentException(from.bytes + " bytes do not fit into " + bytes);
    }
    owner.acquire();
    try {
      from.owner.acquire();
      try {
        Pointer.memmove(pointer(), from.pointer(), bytes);
      } finally {
        from.owner.release();
      }
    } finally {
      owner.release();
    }
  }

  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }
}
