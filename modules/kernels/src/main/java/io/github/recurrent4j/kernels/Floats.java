package io.github.recurrent4j.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A row of floats in native memory: a view that keeps its owner alive. It can be sliced, read,
 * written and given to the computations of this module; its address cannot be had. All access is
 * checked against the length, and after the owner was closed it throws {@link
 * IllegalStateException}.
 */
public final class Floats {
  private static final int COPY = 1 << 12;
  private static final int MOST_IN_A_BUFFER = Integer.MAX_VALUE / Float.BYTES;

  private final Region region;

  /** The view that this one was sliced from, with whom it shares a buffer; itself if from none. */
  private final Floats root;

  private final long offset;
  private FloatBuffer buffer;

  Floats(Region region) {
    this.region = region;
    this.root = this;
    this.offset = 0;
  }

  private Floats(Floats root, long offset, long length) {
    this.region = root.region.slice(offset * Float.BYTES, length * Float.BYTES);
    this.root = root.length() > MOST_IN_A_BUFFER ? this : root;
    this.offset = this.root == this ? 0 : offset;
  }

  /**
   * Floats that somebody else allocated.
   *
   * @param keeper the object whose life keeps the memory valid
   * @param address of the first float
   * @param length number of floats
   */
  public static Floats foreign(Object keeper, long address, long length) {
    return new Floats(new Region(new Foreign(keeper), address, length * Float.BYTES));
  }

  Region region() {
    return region;
  }

  /** Number of floats. */
  public long length() {
    return region.bytes() / Float.BYTES;
  }

  /** A view of {@code length} floats from {@code from} on. */
  public Floats slice(long from, long length) {
    if (from < 0 || length < 0 || from > length() - length) {
      throw new IndexOutOfBoundsException(
          "floats " + from + " to " + (from + length) + " of " + this);
    }
    return new Floats(root, offset + from, length);
  }

  /** A view of the floats from {@code from} to the end. */
  public Floats from(long from) {
    return slice(from, length() - from);
  }

  /** The float at a place. */
  public float get(long at) {
    region.owner().acquire();
    try {
      return buffer().get(place(at, 1));
    } finally {
      region.owner().release();
    }
  }

  /** Sets the float at a place. */
  public void put(long at, float value) {
    region.owner().acquire();
    try {
      buffer().put(place(at, 1), value);
    } finally {
      region.owner().release();
    }
  }

  /** Reads {@code count} floats from {@code at} on. */
  public void get(long at, float[] into, int offset, int count) {
    region.owner().acquire();
    try {
      buffer().get(place(at, count), into, offset, count);
    } finally {
      region.owner().release();
    }
  }

  /** Reads as many floats as the array has. */
  public void get(long at, float[] into) {
    get(at, into, 0, into.length);
  }

  /** Writes {@code count} floats from {@code at} on. */
  public void put(long at, float[] from, int offset, int count) {
    region.owner().acquire();
    try {
      buffer().put(place(at, count), from, offset, count);
    } finally {
      region.owner().release();
    }
  }

  /** Writes the whole array. */
  public void put(long at, float[] from) {
    put(at, from, 0, from.length);
  }

  /**
   * Reads what follows {@code at} into some arrays, one after another. Only for who holds the
   * owner: it is counted by all threads together, and takes as long as the copy of a short row.
   */
  void split(long at, float[]... into) {
    long from = at;
    for (float[] each : into) {
      buffer().get(place(from, each.length), each, 0, each.length);
      from += each.length;
    }
  }

  /** Writes some arrays behind {@code at}, one after another. Only for who holds the owner. */
  void join(long at, float[]... from) {
    long to = at;
    for (float[] each : from) {
      buffer().put(place(to, each.length), each, 0, each.length);
      to += each.length;
    }
  }

  /** All floats. */
  public float[] toArray() {
    float[] result = new float[Math.toIntExact(length())];
    get(0, result);
    return result;
  }

  /** Copies a view of the same length; the two may overlap. */
  public void copyFrom(Floats from) {
    region.copyFrom(from.region);
  }

  /** Copies {@code count} floats from place {@code at} of another view to place {@code to}. */
  public void copy(long to, Floats from, long at, long count) {
    if (count <= COPY && hasBuffer() && from.hasBuffer()) {
      copyRows(1, (int) count, to, 0, from, at, 0);
      return;
    }
    slice(to, count).copyFrom(from.slice(at, count));
  }

  /**
   * Copies rows between matrices that may be wider than they: row r of {@code count} floats from
   * place {@code at + r·fromStride} of another view to place {@code to + r·toStride}. Strides may
   * be negative.
   */
  public void copyRows(
      long rows, int count, long to, long toStride, Floats from, long at, long fromStride) {
    if (rows == 0) {
      return;
    }
    region.owner().acquire();
    try {
      from.region.owner().acquire();
      try {
        FloatBuffer source = from.buffer();
        FloatBuffer target = buffer();
        for (long r = 0; r < rows; r++) {
          target.put(
              place(to + r * toStride, count),
              source,
              from.place(at + r * fromStride, count),
              count);
        }
      } finally {
        from.region.owner().release();
      }
    } finally {
      region.owner().release();
    }
  }

  /** Sets all floats to a value. */
  public void fill(float value) {
    if (value == 0) {
      region.zero();
      return;
    }
    float[] part = new float[(int) Math.min(COPY, length())];
    Arrays.fill(part, value);
    for (long at = 0; at < length(); at += part.length) {
      slice(at, Math.min(part.length, length() - at))
          .put(0, part, 0, (int) Math.min(part.length, length() - at));
    }
  }

  /** Throws {@link IllegalArgumentException} if one of the others is not as long as the first. */
  static void same(Floats first, Floats... others) {
    for (Floats other : others) {
      if (other.length() != first.length()) {
        throw new IllegalArgumentException(first.length() + " floats beside " + other.length());
      }
    }
  }

  /** Where {@code count} floats from {@code at} on lie in the buffer. */
  private int place(long at, int count) {
    if (at < 0 || count < 0 || at > length() - count) {
      throw new IndexOutOfBoundsException("floats " + at + " to " + (at + count) + " of " + this);
    }
    return (int) (offset + at);
  }

  private boolean hasBuffer() {
    return root.length() <= MOST_IN_A_BUFFER;
  }

  /**
   * The root's buffer, in which this view begins at its offset. Only for use between the owner's
   * acquire and release; not to be handed on.
   */
  private FloatBuffer buffer() {
    FloatBuffer b = root.buffer;
    if (b == null) {
      if (!hasBuffer()) {
        throw new IllegalStateException(
            root.length() + " floats are too many to be read or written as one view: slice it");
      }
      b = new FloatPointer(root.region.pointer()).capacity(root.length()).asBuffer();
      root.buffer = b;
    }
    return b;
  }

  @Override
  public String toString() {
    return length() + " floats of " + region.owner();
  }

  /** An owner outside of this module. */
  private static final class Foreign extends Owner {
    Foreign(Object keeper) {
      super("memory of a " + keeper.getClass().getSimpleName(), keeper);
    }

    @Override
    void free() {
      throw new IllegalStateException(this + " is not ours to free");
    }
  }
}
