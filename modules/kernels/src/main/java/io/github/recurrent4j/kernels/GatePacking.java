package io.github.recurrent4j.kernels;

import org.bytedeco.dnnl.memory;

/**
 * Converts parameters between a layer's gate order and oneDNN's, gate by gate. A layer's weight
 * matrix [rows, G·H] in Fortran order holds each gate as one contiguous block of H·rows floats.
 *
 * <p>oneDNN keeps the state by its update gate u where the GRU of Cho et al. keeps it by 1 − z.
 * Since 1 − σ(a) = σ(−a), the block of that gate is negated on the way in and its gradient on the
 * way out.
 */
record GatePacking(RecurrentSpec spec) {
  private static final int PART = 1 << 10;

  /** Where a canonical gate's block begins in a layer's matrix, in floats. */
  long place(int gate, int rows) {
    return spec.order().block(gate) * size(rows);
  }

  /** Floats of a gate's block. */
  long size(int rows) {
    return (long) rows * spec.hiddenSize();
  }

  /** Whether a canonical gate is negated. */
  boolean negated(int gate) {
    return gate == 0 && (spec.cell() == Cell.GRU || spec.cell() == Cell.GRU_RESET_AFTER);
  }

  /** The layout of one gate's block of a layer's matrix. */
  memory.desc block(int rows) {
    return OneDnn.desc(memory.format_tag.ldgoi, 1, 1, rows, 1, spec.hiddenSize());
  }

  /**
   * The part of a layout of all gates that is a canonical gate's; null where the layout has no such
   * part, but mixes the gates.
   *
   * @param whole of [1, 1, rows, G, H]
   */
  memory.desc part(memory.desc whole, int rows, int gate) {
    if (whole.get_format_kind() != memory.format_kind.blocked) {
      return null;
    }
    return whole.submemory_desc(
        new long[] {1, 1, rows, 1, spec.hiddenSize()}, new long[] {0, 0, 0, gate, 0});
  }

  /** Layer parameters to canonical order. */
  void gather(Floats from, Floats to, int rows, int gates) {
    for (int gate = 0; gate < gates; gate++) {
      copy(from.slice(place(gate, rows), size(rows)), at(to, gate, rows), negated(gate));
    }
  }

  /** Canonical gradients to the layer's gradients. */
  void scatter(Floats from, Floats to, int rows, int gates) {
    for (int gate = 0; gate < gates; gate++) {
      copy(at(from, gate, rows), to.slice(place(gate, rows), size(rows)), negated(gate));
    }
  }

  private Floats at(Floats canonical, int gate, int rows) {
    return canonical.slice(gate * size(rows), size(rows));
  }

  private static void copy(Floats from, Floats to, boolean negate) {
    if (negate) {
      negate(from, to);
    } else {
      to.copyFrom(from);
    }
  }

  /**
   * Copies −x for each x.
   *
   * @param to may be the same as {@code from}
   */
  static void negate(Floats from, Floats to) {
    float[] part = new float[(int) Math.min(PART, from.length())];
    for (long at = 0; at < from.length(); at += part.length) {
      int n = (int) Math.min(part.length, from.length() - at);
      from.get(at, part, 0, n);
      for (int i = 0; i < n; i++) {
        part[i] = -part[i];
      }
      to.put(at, part, 0, n);
    }
  }
}
