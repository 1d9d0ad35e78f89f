package io.github.recurrent4j.inference.model;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.kernels.Scope;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * All parameters of a network, one after another, in the order of its {@link NetworkDescription}:
 * float32 in native memory, whatever they are stored as.
 */
public final class StoredWeights implements AutoCloseable {
  private static final int PART = 1 << 12;

  private final Scope memory;
  private final Floats floats;

  private StoredWeights(int count) {
    memory = new Scope("the model's weights");
    try {
      floats = memory.floats(count);
    } catch (OutOfMemoryError e) {
      memory.close();
      throw new ModelFileException(
          "asks for " + (count >> 18) + " MB for its weights, which cannot be had here", e);
    }
  }

  /** A copy of the parameters of a network in memory. */
  public static StoredWeights copyOf(float[] parameters) {
    StoredWeights result = new StoredWeights(parameters.length);
    result.floats.put(0, parameters);
    return result;
  }

  /** The parameters. */
  public Floats floats() {
    return floats;
  }

  /** Number of parameters. */
  public int length() {
    return (int) floats.length();
  }

  /** Frees the memory; the weights can no longer be used. */
  @Override
  public void close() {
    memory.close();
  }

  /**
   * Reads what ND4J wrote: a vector of float16 or float32. Memory becomes resident as the values
   * come, not as they were promised.
   *
   * @param count how many there must be
   * @throws ModelFileException if there are fewer or more, of another kind, or not finite
   * @throws IOException if the stream cannot be read
   */
  static StoredWeights read(InputStream in, int count) throws IOException {
    try {
      ArrayFormat format = ArrayFormat.read(new DataInputStream(in), count);
      if (format.length() != count || !format.isVector()) {
        throw new ModelFileException(
            "has "
                + format.length()
                + " weights, but its network has "
                + count
                + ": copy it again");
      }
      StoredWeights weights = new StoredWeights(count);
      try {
        format.values(in, (at, part, n) -> weights.floats.put(at, part, 0, n));
        return weights;
      } catch (IOException | RuntimeException e) {
        weights.close();
        throw e;
      }
    } catch (EOFException e) {
      throw new ModelFileException("is cut off within its weights: copy it again", e);
    }
  }

  /**
   * Reads what {@link BlockedBytes} wrote.
   *
   * @param count how many there must be
   * @throws ModelFileException if there are fewer or more, or a scale is not finite
   * @throws IOException if the stream cannot be read
   */
  static StoredWeights readBytes(InputStream in, int count) throws IOException {
    StoredWeights weights = new StoredWeights(count);
    try {
      BlockedBytes.read(in, count, (at, part, n) -> weights.floats.put(at, part, 0, n));
      return weights;
    } catch (EOFException e) {
      weights.close();
      throw new ModelFileException("is cut off within its weights: copy it again", e);
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /**
   * Writes the parameters: float32 and float16 as ND4J reads them, bytes as {@link BlockedBytes}
   * does.
   *
   * @throws ModelFileException if one is too large for that type
   */
  void write(DataOutputStream out, WeightType type) throws IOException {
    if (type == WeightType.INT8) {
      BlockedBytes.write(out, length(), (at, part, count) -> floats.get(at, part, 0, count));
      return;
    }
    boolean half = type == WeightType.F16;
    ArrayFormat.writeVector(out, length(), half);
    float[] part = new float[PART];
    ByteBuffer bytes = ByteBuffer.allocate(part.length * Float.BYTES);
    for (int at = 0; at < length(); at += part.length) {
      int count = Math.min(part.length, length() - at);
      floats.get(at, part, 0, count);
      bytes.clear();
      for (int i = 0; i < count; i++) {
        if (half) {
          short value = Half.of(part[i]);
          if (!Float.isFinite(Half.toFloat(value))) {
            throw new ModelFileException("has a weight of " + part[i] + ", too large for float16");
          }
          bytes.putShort(value);
        } else {
          bytes.putFloat(part[i]);
        }
      }
      out.write(bytes.array(), 0, bytes.position());
    }
  }
}
