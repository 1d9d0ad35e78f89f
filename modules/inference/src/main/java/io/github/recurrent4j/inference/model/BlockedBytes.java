package io.github.recurrent4j.inference.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Weights in 8 bits: blocks of 32 that lie side by side share a scale, the block's largest weight
 * by size divided by 127, in float16; a weight is its signed byte times the scale. The error is at
 * most half a scale: of a block of normally distributed weights some 0.6 % of their deviation.
 *
 * <p>A stream is the number of weights (8 bytes, big-endian), then for each block its scale (2
 * bytes) and its bytes; the last block may be shorter.
 */
final class BlockedBytes {
  /** Weights that share a scale. */
  static final int BLOCK = 32;

  private static final int HIGHEST = 127;
  private static final int BLOCKS_AT_ONCE = 512;
  private static final int SCALE_BYTES = 2;

  private BlockedBytes() {}

  /** Where a block of weights comes from. */
  @FunctionalInterface
  interface Values {
    /** Fills the first {@code count} of {@code part} with what stands at place {@code at}. */
    void get(long at, float[] part, int count);
  }

  /**
   * Writes weights.
   *
   * @throws ModelFileException if one is too large for 8 bits with a float16 scale
   */
  static void write(DataOutputStream out, long length, Values values) throws IOException {
    out.writeLong(length);
    float[] part = new float[BLOCK];
    ByteBuffer bytes = ByteBuffer.allocate(BLOCKS_AT_ONCE * (BLOCK + SCALE_BYTES));
    for (long at = 0; at < length; at += BLOCK) {
      int count = (int) Math.min(BLOCK, length - at);
      values.get(at, part, count);
      block(part, count, bytes);
      if (bytes.remaining() < BLOCK + SCALE_BYTES) {
        out.write(bytes.array(), 0, bytes.position());
        bytes.clear();
      }
    }
    out.write(bytes.array(), 0, bytes.position());
  }

  private static void block(float[] part, int count, ByteBuffer into) {
    float largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(part[i]));
    }
    short stored = Half.of(largest / HIGHEST);
    float scale = Half.toFloat(stored);
    if (!Float.isFinite(scale)) {
      throw new ModelFileException("has a weight of " + largest + ", too large for 8 bits");
    }
    into.putShort(stored);
    for (int i = 0; i < count; i++) {
      // A scale that was rounded down would ask for 128.
      int value = scale == 0 ? 0 : Math.round(part[i] / scale);
      into.put((byte) Math.max(-HIGHEST, Math.min(HIGHEST, value)));
    }
  }

  /**
   * Reads weights.
   *
   * @param count how many there must be
   * @throws ModelFileException if there are more or fewer, or a scale is no number of 0 or above
   * @throws EOFException if the stream is cut off
   */
  static void read(InputStream in, int count, ArrayFormat.Sink sink) throws IOException {
    long length = new DataInputStream(in).readLong();
    if (length != count) {
      throw new ModelFileException(
          "has " + length + " weights, but its network has " + count + ": copy it again");
    }
    byte[] bytes = new byte[BLOCKS_AT_ONCE * (BLOCK + SCALE_BYTES)];
    float[] part = new float[BLOCKS_AT_ONCE * BLOCK];
    for (int at = 0; at < count; at += part.length) {
      int values = Math.min(part.length, count - at);
      int size = values + SCALE_BYTES * ((values + BLOCK - 1) / BLOCK);
      if (in.readNBytes(bytes, 0, size) < size) {
        throw new EOFException();
      }
      unpack(bytes, values, part);
      sink.take(at, part, values);
    }
    if (in.read() >= 0) {
      throw new ModelFileException("has more weights than it says: copy it again");
    }
  }

  private static void unpack(byte[] bytes, int count, float[] into) {
    int from = 0;
    for (int at = 0; at < count; at += BLOCK) {
      float scale = Half.toFloat((short) (bytes[from] << 8 | (bytes[from + 1] & 0xFF)));
      if (!(scale >= 0 && Float.isFinite(scale))) {
        throw new ModelFileException("has a scale of " + scale + ": copy it again");
      }
      from += SCALE_BYTES;
      int end = Math.min(at + BLOCK, count);
      for (int i = at; i < end; i++) {
        into[i] = bytes[from++] * scale;
      }
    }
  }
}
