package io.github.recurrent4j.inference.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * All parameters of a network, one after another, in the order of its {@link NetworkDescription}.
 * They are kept as they are stored, float16 in half the memory, and become floats where they are
 * read.
 */
public abstract sealed class StoredWeights {
  // ND4J's array format: shape information, then data, each with a header of its own.
  private static final String MODE = "MIXED_DATA_TYPES";
  private static final int LONGEST_WORD = 32;
  private static final int SHAPE_NUMBERS = 6;
  private static final int SHAPE_NUMBERS_AS_MATRIX = 8;
  private static final long HALF_FLAG = 0x1000;
  private static final long FLOAT_FLAG = 0x2000;
  private static final int PART = 1 << 20;

  private StoredWeights() {}

  /** Number of parameters. */
  public abstract int length();

  /** Reads {@code count} parameters from {@code at} on. */
  public abstract void get(int at, float[] into, int offset, int count);

  /** {@code count} parameters from {@code at} on. */
  public float[] get(int at, int count) {
    float[] result = new float[count];
    get(at, result, 0, count);
    return result;
  }

  /** The parameters of a network in memory; they must stay as they are. */
  public static StoredWeights of(FloatBuffer floats) {
    return new Buffered(floats);
  }

  /**
   * Reads what ND4J wrote: a vector of float16 or float32.
   *
   * @param count how many there must be
   * @throws ModelFileException if there are fewer or more, of another kind, or not finite
   * @throws IOException if the stream cannot be read
   */
  static StoredWeights read(InputStream in, int count) throws IOException {
    DataInputStream data = new DataInputStream(in);
    try {
      shape(data, count);
      header(data, count, "data");
      String type = word(data);
      int width = type.equals("HALF") ? 2 : type.equals("FLOAT") ? 4 : 0;
      if (width == 0) {
        throw new ModelFileException(
            "has weights of type " + ModelFileException.quote(type) + ", not HALF or FLOAT");
      }
      if ((long) count * width > Integer.MAX_VALUE - 16) {
        throw new ModelFileException("has more weights (" + count + ") than this suite can read");
      }
      byte[] bytes = bytes(in, count * width);
      if (in.read() >= 0) {
        throw new ModelFileException("has more weights than its network: copy it again");
      }
      StoredWeights weights = width == 2 ? new Halves(bytes) : new Singles(bytes);
      weights.requireFinite();
      return weights;
    } catch (EOFException e) {
      throw new ModelFileException("is cut off within its weights: copy it again", e);
    }
  }

  /**
   * Writes the parameters as ND4J reads them.
   *
   * @param half as float16, values rounded to the nearest
   */
  void write(DataOutputStream out, boolean half) throws IOException {
    out.writeUTF(MODE);
    out.writeLong(SHAPE_NUMBERS);
    out.writeUTF("LONG");
    for (long number : new long[] {1, length(), 1, half ? HALF_FLAG : FLOAT_FLAG, 1, 'c'}) {
      out.writeLong(number);
    }
    out.writeUTF(MODE);
    out.writeLong(length());
    out.writeUTF(half ? "HALF" : "FLOAT");
    float[] part = new float[1 << 12];
    ByteBuffer bytes = ByteBuffer.allocate(part.length * Float.BYTES);
    for (int at = 0; at < length(); at += part.length) {
      int count = Math.min(part.length, length() - at);
      get(at, part, 0, count);
      bytes.clear();
      for (int i = 0; i < count; i++) {
        if (half) {
          bytes.putShort(Half.of(part[i]));
        } else {
          bytes.putFloat(part[i]);
        }
      }
      out.write(bytes.array(), 0, bytes.position());
    }
  }

  /** The shape of the vector: rank, sizes, strides, flags and order. */
  private static void shape(DataInputStream data, int count) throws IOException {
    String mode = word(data);
    long numbers = data.readLong();
    if (!mode.equals(MODE)
        || (numbers != SHAPE_NUMBERS && numbers != SHAPE_NUMBERS_AS_MATRIX)
        || !word(data).equals("LONG")) {
      throw new ModelFileException("has weights in an unknown format: copy it again");
    }
    long rank = data.readLong();
    if (rank != (numbers - 4) / 2) {
      throw new ModelFileException("has weights that are no vector: copy it again");
    }
    long length = 1;
    for (int i = 0; i < rank; i++) {
      length = length * requireCount(data.readLong(), count);
    }
    requireAll(length, count);
    for (int i = 0; i < rank; i++) {
      long stride = data.readLong();
      if (stride != 1 && (rank == 1 || stride != count)) {
        throw new ModelFileException("has weights that do not lie side by side: copy it again");
      }
    }
    // ND4J's flags of a data type; the data's own header says which it is.
    long flags = data.readLong();
    long elementStride = data.readLong();
    long order = data.readLong();
    if ((flags != HALF_FLAG && flags != FLOAT_FLAG)
        || elementStride != 1
        || (order != 'c' && order != 'f')) {
      throw new ModelFileException("has weights in an unknown order: copy it again");
    }
  }

  private static long requireCount(long size, int count) {
    if (size != 1 && size != count) {
      requireAll(size, count);
    }
    return size;
  }

  private static void requireAll(long length, int count) {
    if (length != count) {
      throw new ModelFileException(
          "has " + length + " weights, but its network has " + count + ": copy it again");
    }
  }

  private static void header(DataInputStream data, int count, String what) throws IOException {
    String mode = word(data);
    if (!mode.equals(MODE)) {
      throw new ModelFileException("has " + what + " in an unknown format: copy it again");
    }
    requireAll(data.readLong(), count);
  }

  private static String word(DataInputStream data) throws IOException {
    int length = data.readUnsignedShort();
    if (length > LONGEST_WORD) {
      throw new ModelFileException("has weights in an unknown format: copy it again");
    }
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Exactly so many bytes; memory is taken as they come, not as they were promised. */
  private static byte[] bytes(InputStream in, int count) throws IOException {
    byte[] bytes = new byte[Math.min(count, PART)];
    int filled = 0;
    while (filled < count) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * bytes.length));
      }
      int n = in.read(bytes, filled, bytes.length - filled);
      if (n < 0) {
        throw new EOFException();
      }
      filled += n;
    }
    return bytes;
  }

  private void requireFinite() {
    float[] part = new float[1 << 12];
    for (int at = 0; at < length(); at += part.length) {
      int count = Math.min(part.length, length() - at);
      get(at, part, 0, count);
      for (int i = 0; i < count; i++) {
        if (!Float.isFinite(part[i])) {
          throw new ModelFileException(
              "has weights that are no numbers (" + part[i] + "): train it again");
        }
      }
    }
  }

  /** float16, big-endian. */
  private static final class Halves extends StoredWeights {
    private final byte[] bytes;

    Halves(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int length() {
      return bytes.length / 2;
    }

    @Override
    public void get(int at, float[] into, int offset, int count) {
      for (int i = 0; i < count; i++) {
        int place = 2 * (at + i);
        into[offset + i] = Half.toFloat((short) (bytes[place] << 8 | (bytes[place + 1] & 0xFF)));
      }
    }
  }

  /** float32, big-endian. */
  private static final class Singles extends StoredWeights {
    private final FloatBuffer floats;

    Singles(byte[] bytes) {
      this.floats = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
    }

    @Override
    public int length() {
      return floats.capacity();
    }

    @Override
    public void get(int at, float[] into, int offset, int count) {
      floats.get(at, into, offset, count);
    }
  }

  /** Somebody else's floats. */
  private static final class Buffered extends StoredWeights {
    private final FloatBuffer floats;

    Buffered(FloatBuffer floats) {
      this.floats = floats;
    }

    @Override
    public int length() {
      return floats.limit();
    }

    @Override
    public void get(int at, float[] into, int offset, int count) {
      floats.get(at, into, offset, count);
    }
  }
}
