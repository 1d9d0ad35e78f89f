package io.github.recurrent4j.inference.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The format in which ND4J writes an array: shape information, then the values, each with a header
 * of its own. Only arrays whose values lie side by side and are floats of 16 or 32 bits are read.
 *
 * @param shape sizes, each at least 1
 * @param order 'c' or 'f'
 * @param width bytes of a value, 2 or 4
 * @param length number of values
 */
public record ArrayFormat(long[] shape, char order, int width, long length) {
  private static final String MODE = "MIXED_DATA_TYPES";
  private static final int LONGEST_WORD = 32;
  private static final int HIGHEST_RANK = 4;
  private static final long HALF_FLAG = 0x1000;
  private static final long FLOAT_FLAG = 0x2000;
  private static final int PART = 1 << 14;

  /** Takes values as they are read. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the first {@code count} of {@code part}, which come at place {@code at}. */
    void take(long at, float[] part, int count);
  }

  /**
   * Reads all that stands before the values.
   *
   * @throws ModelFileException if it is another format, or of more values than {@code most}
   * @throws EOFException if it is cut off
   */
  public static ArrayFormat read(DataInputStream data, long most) throws IOException {
    require(word(data).equals(MODE), "an unknown format");
    long numbers = data.readLong();
    require(word(data).equals("LONG"), "an unknown format");
    long rank = data.readLong();
    require(rank >= 1 && rank <= HIGHEST_RANK && numbers == 2 * rank + 4, "an unknown shape");
    long[] shape = new long[(int) rank];
    long length = 1;
    for (int i = 0; i < rank; i++) {
      shape[i] = data.readLong();
      require(shape[i] >= 1 && shape[i] <= most, "a size of " + shape[i]);
      length *= shape[i];
      require(length <= most, "more values (" + length + ") than belong there (" + most + ")");
    }
    long[] strides = new long[(int) rank];
    for (int i = 0; i < rank; i++) {
      strides[i] = data.readLong();
    }
    long flags = data.readLong();
    data.readLong();
    long order = data.readLong();
    require(order == 'c' || order == 'f', "an unknown order");
    requireSideBySide(shape, strides, order == 'c');
    require(word(data).equals(MODE), "an unknown format");
    require(data.readLong() == length, "another number of values than its shape says");
    String type = word(data);
    int width = type.equals("HALF") ? 2 : type.equals("FLOAT") ? Float.BYTES : 0;
    require(width > 0, "the type " + ModelFileException.quote(type) + ", not HALF or FLOAT");
    require(
        (flags & (HALF_FLAG | FLOAT_FLAG)) == (width == 2 ? HALF_FLAG : FLOAT_FLAG), "two types");
    return new ArrayFormat(shape, (char) order, width, length);
  }

  private static void requireSideBySide(long[] shape, long[] strides, boolean rowsFirst) {
    long expected = 1;
    for (int n = 0; n < shape.length; n++) {
      int i = rowsFirst ? shape.length - 1 - n : n;
      require(shape[i] == 1 || strides[i] == expected, "values that do not lie side by side");
      expected *= shape[i];
    }
  }

  private static String word(DataInputStream data) throws IOException {
    int length = data.readUnsignedShort();
    require(length <= LONGEST_WORD, "an unknown format");
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new ModelFileException("has an array with " + what + ": copy it again");
    }
  }

  /**
   * Reads the values.
   *
   * @throws ModelFileException if one is no number, or if there are more
   * @throws EOFException if there are fewer
   */
  public void values(InputStream in, Sink sink) throws IOException {
    byte[] bytes = new byte[PART * width];
    float[] part = new float[PART];
    FloatBuffer singles = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
    for (long at = 0; at < length; at += PART) {
      int count = (int) Math.min(PART, length - at);
      if (in.readNBytes(bytes, 0, count * width) < count * width) {
        throw new EOFException();
      }
      if (width == Float.BYTES) {
        singles.get(0, part, 0, count);
      } else {
        for (int i = 0; i < count; i++) {
          part[i] = Half.toFloat((short) (bytes[2 * i] << 8 | (bytes[2 * i + 1] & 0xFF)));
        }
      }
      for (int i = 0; i < count; i++) {
        // The message of each of millions of values would cost more than all else.
        if (!Float.isFinite(part[i])) {
          require(false, "values that are no numbers (" + part[i] + ")");
        }
      }
      sink.take(at, part, count);
    }
    require(in.read() < 0, "more values than its shape says");
  }

  /** Writes all that stands before the values of a vector. */
  static void writeVector(DataOutputStream out, long length, boolean half) throws IOException {
    out.writeUTF(MODE);
    out.writeLong(6);
    out.writeUTF("LONG");
    for (long number : new long[] {1, length, 1, half ? HALF_FLAG : FLOAT_FLAG, 1, 'c'}) {
      out.writeLong(number);
    }
    out.writeUTF(MODE);
    out.writeLong(length);
    out.writeUTF(half ? "HALF" : "FLOAT");
  }

  /** Whether there is only one size other than 1. */
  boolean isVector() {
    return Arrays.stream(shape).filter(size -> size != 1).count() <= 1;
  }
}
