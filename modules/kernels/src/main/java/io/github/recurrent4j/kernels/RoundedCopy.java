package io.github.recurrent4j.kernels;

import org.bytedeco.dnnl.memory;

/**
 * A matrix that changes from update to update, rounded to bf16 as it lies: oneDNN's products pack
 * what is in bf16 already several times as fast as floats. Made anew, on all cores, when it is
 * asked for after a change.
 */
final class RoundedCopy {
  /** Floats below which a second thread costs more than it brings. */
  private static final long PART = 1 << 16;

  private final Region region;
  private final long length;
  private long made = -1;

  /** Room for {@code length} values. */
  RoundedCopy(long length, Scope space) {
    this.length = length;
    this.region = space.region(length * Short.BYTES);
  }

  /**
   * The copy.
   *
   * @param version of what {@code from} holds
   */
  synchronized Region of(Floats from, long version) {
    if (made != version) {
      int parts = (int) Math.max(1, Math.min(Workers.count(), length / PART));
      Workers.run(parts, i -> round(from, length * i / parts, length * (i + 1) / parts));
      made = version;
    }
    return region;
  }

  private void round(Floats from, long begin, long end) {
    long count = end - begin;
    try (memory.desc floats = OneDnn.desc(memory.format_tag.a, count);
        memory.desc halves = OneDnn.desc(true, memory.format_tag.a, count);
        Program program = new Program()) {
      Operand source = program.operand(floats).bind(from.slice(begin, count));
      Operand target =
          program.operand(halves).bind(region.slice(begin * Short.BYTES, count * Short.BYTES));
      program.convert(source, target).run();
    }
  }
}
