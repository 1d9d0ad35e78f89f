package io.github.recurrent4j.kernels;

/**
 * Copies parameters between a layer's gate order and oneDNN's, gate by gate. A layer's weight
 * matrix [rows, G·H] in Fortran order holds each gate as one contiguous block of H·rows floats.
 *
 * <p>oneDNN keeps the state by its update gate u where the GRU of Cho et al. keeps it by 1 − z.
 * Since 1 − σ(a) = σ(−a), the block of that gate is negated on the way in and its gradient on the
 * way out.
 */
record GatePacking(RecurrentSpec spec) {
  private static final int PART = 1 << 12;

  /** Layer parameters to canonical order. */
  void gather(Floats from, Floats to, int rows, int gates) {
    for (int gate = 0; gate < gates; gate++) {
      copy(from, spec.order().block(gate), to, gate, rows, negated(gate));
    }
  }

  /** Canonical gradients to the layer's gradients. */
  void scatter(Floats from, Floats to, int rows, int gates) {
    for (int gate = 0; gate < gates; gate++) {
      copy(from, gate, to, spec.order().block(gate), rows, negated(gate));
    }
  }

  private boolean negated(int gate) {
    return gate == 0 && (spec.cell() == Cell.GRU || spec.cell() == Cell.GRU_RESET_AFTER);
  }

  private void copy(Floats from, int fromBlock, Floats to, int toBlock, int rows, boolean negate) {
    long size = (long) rows * spec.hiddenSize();
    if (!negate) {
      to.copy(toBlock * size, from, fromBlock * size, size);
      return;
    }
    Floats in = from.slice(fromBlock * size, size);
    Floats out = to.slice(toBlock * size, size);
    float[] part = new float[(int) Math.min(PART, size)];
    for (long at = 0; at < size; at += part.length) {
      int n = (int) Math.min(part.length, size - at);
      in.get(at, part, 0, n);
      for (int i = 0; i < n; i++) {
        part[i] = -part[i];
      }
      out.put(at, part, 0, n);
    }
  }
}
