package io.github.recurrent4j.benchmarks;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.recurrent4j.kernels.OneDnn;
import io.github.recurrent4j.kernels.Workers;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * What no implementation on this library and machine can be faster than: the bare products of a
 * work, weights packed beforehand, each core with its part of the rows and none waiting for
 * another; and in training the bytes that Adam must move. Nothing is gated, masked, looked up,
 * normalized, reordered or converted.
 */
final class Floor implements Contestant {
  /** Adam reads gradient, weight and two moments, and writes three of them: floats. */
  private static final int BYTES_A_PARAMETER = 7 * Float.BYTES;

  private static final int BLOCK = 32 << 20;

  private final boolean bf16;

  Floor(boolean bf16) {
    this.bf16 = bf16;
  }

  @Override
  public Runnable prepare(Work work) {
    OneDnn.load();
    engine cpu = new engine(engine.kind.cpu, 0);
    int cores = Workers.count();
    List<Runnable> shares = new ArrayList<>();
    for (int i = 0; i < cores; i++) {
      shares.add(share(work, cpu, cores));
    }
    return () -> Workers.run(shares);
  }

  /** What one core does. */
  private Runnable share(Work work, engine cpu, int cores) {
    List<Runnable> parts = new ArrayList<>();
    for (Matmul each : Matmul.of(work)) {
      // A product of one row is one core's; the others wait.
      parts.add(product(cpu, each, Math.max(1, each.rows() / cores)));
    }
    if (work.mode().startsWith("train")) {
      parts.add(copy(parameters(work) * BYTES_A_PARAMETER / cores));
    }
    return () -> parts.forEach(Runnable::run);
  }

  /** Parameters that Adam moves at every step: all but the rows of an embedding. */
  private static long parameters(Work work) {
    long sum = 0;
    for (Matmul each : Matmul.of(work)) {
      // Each weight matrix has one product over all tokens whose inner dimension are the tokens.
      if (each.inner() == work.tokens()) {
        sum += (long) each.rows() * each.columns();
      }
    }
    return sum;
  }

  private Runnable product(engine cpu, Matmul shape, int rows) {
    stream queue = new stream(cpu);
    memory.data_type type = bf16 ? memory.data_type.bf16 : memory.data_type.f32;
    memory.desc a = new memory.desc(new long[] {rows, shape.inner()}, type, memory.format_tag.ab);
    memory.desc b =
        new memory.desc(new long[] {shape.inner(), shape.columns()}, type, memory.format_tag.any);
    memory.desc c =
        new memory.desc(
            new long[] {rows, shape.columns()}, memory.data_type.f32, memory.format_tag.ab);
    matmul.primitive_desc how = new matmul.primitive_desc(cpu, a, b, c);
    matmul product = new matmul(how);
    IntMemoryMap arguments = new IntMemoryMap();
    arguments
        .put(DNNL_ARG_SRC, new memory(a, cpu))
        .put(DNNL_ARG_WEIGHTS, new memory(how.weights_desc(), cpu))
        .put(DNNL_ARG_DST, new memory(c, cpu));
    int times = shape.times();
    return () -> {
      for (int i = 0; i < times; i++) {
        product.execute(queue, arguments);
      }
      queue._wait();
    };
  }

  /**
   * Moves bytes between places that are too far apart for any cache: half are read, half written.
   */
  private static Runnable copy(long bytes) {
    BytePointer from = new BytePointer(BLOCK);
    BytePointer to = new BytePointer(BLOCK);
    Pointer.memset(from, 1, BLOCK);
    Pointer.memset(to, 1, BLOCK);
    long half = bytes / 2;
    return () -> {
      for (long left = half; left > 0; left -= BLOCK) {
        Pointer.memcpy(to, from, Math.min(left, BLOCK));
      }
    };
  }
}
