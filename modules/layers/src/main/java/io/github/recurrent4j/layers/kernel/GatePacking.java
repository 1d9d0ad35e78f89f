package io.github.recurrent4j.layers.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies parameters between a layer's gate order and oneDNN's, gate by gate. A DL4J weight matrix
 * [rows, G·H] in Fortran order holds each gate as one contiguous block of H·rows floats.
 *
 * <p>oneDNN keeps the state by its update gate u where the GRU of Cho et al. keeps it by 1 − z.
 * Since 1 − σ(a) = σ(−a), the block of that gate is negated on the way in and its gradient on the
 * way out.
 */
final class GatePacking {
  private final RecurrentSpec spec;

  GatePacking(RecurrentSpec spec) {
    this.spec = spec;
  }

  /** Layer parameters to canonical order. */
  void gather(INDArray from, Pointer to, int rows, int gates) {
    for (int gate = 0; gate < gates; gate++) {
      copy(Addresses.of(from), spec.order().block(gate), to, gate, rows, negated(gate));
    }
  }

  /** Canonical gradients to the layer's gradient view. */
  void scatter(Pointer from, INDArray to, int rows, int gates) {
    for (int gate = 0; gate < gates; gate++) {
      copy(from, gate, Addresses.of(to), spec.order().block(gate), rows, negated(gate));
    }
  }

  private boolean negated(int gate) {
    return gate == 0 && (spec.cell() == Cell.GRU || spec.cell() == Cell.GRU_RESET_AFTER);
  }

  private void copy(
      Pointer from, int fromBlock, Pointer to, int toBlock, int rows, boolean negate) {
    long size = (long) rows * spec.hiddenSize();
    Pointer source = Addresses.offset(from, fromBlock * size * Float.BYTES);
    Pointer target = Addresses.offset(to, toBlock * size * Float.BYTES);
    if (!negate) {
      Pointer.memcpy(target, source, size * Float.BYTES);
      return;
    }
    FloatBuffer in = new FloatPointer(source).capacity(size).asBuffer();
    FloatBuffer out = new FloatPointer(target).capacity(size).asBuffer();
    for (int i = 0; i < size; i++) {
      out.put(i, -in.get(i));
    }
  }
}
