package io.github.recurrent4j.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * A {@link Program} between whose runs memory changes: what the caller binds, and work memory from
 * the scope of a pass.
 */
class Stage implements AutoCloseable {
  private final Program program = new Program();
  private final List<Operand> given = new ArrayList<>();
  private final List<Operand> work = new ArrayList<>();

  /** An operand that is bound before each run; the descriptor is closed. */
  final Operand given(memory.desc layout) {
    try (layout) {
      return kept(program.operand(layout));
    }
  }

  /** The same for entries with gaps, see {@link Operand}. */
  final Operand given(memory.desc layout, long bytes) {
    try (layout) {
      return kept(program.operand(layout, bytes));
    }
  }

  /** A matrix of floats that is bound before each run, each row {@code stride} behind the last. */
  final Operand givenRows(long m, long n, long stride) {
    return given(
        new memory.desc(new long[] {m, n}, memory.data_type.f32, new long[] {stride, 1}),
        ((m - 1) * stride + n) * Float.BYTES);
  }

  /** The same of bf16 values. */
  final Operand givenHalfRows(long m, long n, long stride) {
    return given(
        new memory.desc(new long[] {m, n}, memory.data_type.bf16, new long[] {stride, 1}),
        ((m - 1) * stride + n) * Short.BYTES);
  }

  private Operand kept(Operand o) {
    given.add(o);
    return o;
  }

  /** An operand for the time of a pass; the descriptor is closed. */
  final Operand work(memory.desc layout) {
    try (layout) {
      Operand o = program.operand(layout);
      work.add(o);
      return o;
    }
  }

  /** An operand that stays bound from pass to pass; the descriptor is closed. */
  final Operand fixed(memory.desc layout) {
    try (layout) {
      return program.operand(layout);
    }
  }

  final Program program() {
    return program;
  }

  /** Gives memory to what needs some for a pass. */
  final void begin(Scope scope) {
    for (Operand o : work) {
      o.bind(scope.region(o.bytes()));
    }
  }

  /** Lets go of all memory but what is fixed. */
  final void release() {
    given.forEach(Operand::release);
    work.forEach(Operand::release);
  }

  @Override
  public final void close() {
    program.close();
  }
}
