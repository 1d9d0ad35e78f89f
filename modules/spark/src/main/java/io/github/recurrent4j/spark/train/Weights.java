package io.github.recurrent4j.spark.train;

import io.github.recurrent4j.kernels.Floats;
import io.github.recurrent4j.layers.kernel.NativeArrays;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What updates change in a network: its parameters and the state of its updater, or the same piece
 * of both, as little-endian float32. Bytes go through Java's serialization at the speed of memory,
 * which arrays of ND4J do not.
 */
final class Weights implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int CHUNK = 1 << 12;

  private final byte[] params;
  private final byte[] updater;

  private Weights(byte[] params, byte[] updater) {
    this.params = params;
    this.updater = updater;
  }

  /** A copy of a network's. */
  static Weights of(Model network) {
    return new Weights(bytes(network.params()), bytes(state(network)));
  }

  /** Sets a network's. */
  void into(Model network) {
    set(network.params(), params);
    set(state(network), updater);
  }

  /** State of the updater, of 0 numbers where it has none. */
  private static INDArray state(Model network) {
    return network instanceof MultiLayerNetwork n
        ? n.getUpdater().getStateViewArray()
        : ((ComputationGraph) network).getUpdater().getStateViewArray();
  }

  private static byte[] bytes(INDArray array) {
    if (array == null) {
      return new byte[0];
    }
    Floats from = NativeArrays.of(array);
    byte[] bytes = new byte[Math.toIntExact(from.length() * Float.BYTES)];
    FloatBuffer into = floats(bytes);
    float[] chunk = new float[CHUNK];
    for (long at = 0; at < from.length(); at += CHUNK) {
      int n = (int) Math.min(CHUNK, from.length() - at);
      from.get(at, chunk, 0, n);
      into.put(chunk, 0, n);
    }
    return bytes;
  }

  private static void set(INDArray array, byte[] bytes) {
    if (array == null) {
      return;
    }
    Floats into = NativeArrays.of(array);
    FloatBuffer from = floats(bytes);
    float[] chunk = new float[CHUNK];
    for (long at = 0; at < into.length(); at += CHUNK) {
      int n = (int) Math.min(CHUNK, into.length() - at);
      from.get(chunk, 0, n);
      into.put(at, chunk, 0, n);
    }
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  /** Their mean, which is always the same for the same order; one is its own. */
  static Weights mean(List<Weights> all) {
    return all.size() == 1
        ? all.get(0)
        : new Weights(
            mean(all.stream().map(w -> w.params).toArray(byte[][]::new)),
            mean(all.stream().map(w -> w.updater).toArray(byte[][]::new)));
  }

  private static byte[] mean(byte[][] all) {
    byte[] result = new byte[all[0].length];
    FloatBuffer into = floats(result);
    FloatBuffer[] from = Arrays.stream(all).map(Weights::floats).toArray(FloatBuffer[]::new);
    float[] sum = new float[CHUNK];
    float[] chunk = new float[CHUNK];
    while (into.hasRemaining()) {
      int n = Math.min(CHUNK, into.remaining());
      from[0].get(sum, 0, n);
      for (int w = 1; w < from.length; w++) {
        from[w].get(chunk, 0, n);
        for (int i = 0; i < n; i++) {
          sum[i] += chunk[i];
        }
      }
      for (int i = 0; i < n; i++) {
        sum[i] /= from.length;
      }
      into.put(sum, 0, n);
    }
    return result;
  }

  /** One of several pieces; {@link #joined} puts them together again. */
  Weights piece(int number, int pieces) {
    return new Weights(piece(params, number, pieces), piece(updater, number, pieces));
  }

  private static byte[] piece(byte[] whole, int number, int pieces) {
    long floats = whole.length / Float.BYTES;
    int from = (int) (floats * number / pieces) * Float.BYTES;
    int to = (int) (floats * (number + 1) / pieces) * Float.BYTES;
    return Arrays.copyOfRange(whole, from, to);
  }

  /** All pieces, in order, as a whole. */
  static Weights joined(List<Weights> pieces) {
    return new Weights(
        joined(pieces.stream().map(w -> w.params).toArray(byte[][]::new)),
        joined(pieces.stream().map(w -> w.updater).toArray(byte[][]::new)));
  }

  private static byte[] joined(byte[][] pieces) {
    ByteBuffer whole = ByteBuffer.allocate(Arrays.stream(pieces).mapToInt(p -> p.length).sum());
    for (byte[] piece : pieces) {
      whole.put(piece);
    }
    return whole.array();
  }

  /** Bytes that this takes. */
  long size() {
    return (long) params.length + updater.length;
  }
}
