package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_forward;

/**
 * Matrix products and softmax on float32 memory through oneDNN, on the calling thread. The
 * primitives of each shape are kept, the least recently used freed past {@link #MOST_SHAPES}; work
 * memory is taken for the time of a call. Belongs to one thread at a time.
 */
public final class Products implements AutoCloseable {
  private static final int MOST_SHAPES = 128;

  private final Arena arena;
  private final Map<Record, Prepared> shapes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Record, Prepared> eldest) {
          if (size() > MOST_SHAPES) {
            eldest.getValue().close();
            return true;
          }
          return false;
        }
      };

  private record Softmax(long rows, long columns) {}

  private record Packed(PackedMatrix matrix, long rows) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Packed p && p.matrix == matrix && p.rows == rows;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(matrix) + Long.hashCode(rows);
    }
  }

  /** Products with work memory from an arena. */
  public Products(Arena arena) {
    this.arena = arena;
  }

  /** Computes a product; {@code bias} is null when the product has none. */
  public void multiply(Product product, Floats a, Floats b, Floats bias, Floats c) {
    shapes.computeIfAbsent(product, key -> prepare(product)).run(a, b, bias, c);
  }

  /**
   * Computes C = A·M + b, or its tanh, see {@link PackedMatrix}.
   *
   * @param rows m
   * @param a [m, k]
   * @param c [m, n], receives the product
   */
  public void multiply(PackedMatrix matrix, long rows, Floats a, Floats c) {
    Packed key = new Packed(matrix, rows);
    shapes.computeIfAbsent(key, k -> prepare(key)).run(a, null, null, c);
  }

  /** Replaces each row of a [rows, columns] matrix by its softmax. */
  public void softmax(long rows, long columns, Floats matrix) {
    Softmax key = new Softmax(rows, columns);
    shapes.computeIfAbsent(key, k -> prepare(key)).run(matrix, null, null, matrix);
  }

  private static memory.desc matrix(Product.Strides s, long batch, long rows, long columns) {
    return new memory.desc(
        new long[] {batch, rows, columns},
        memory.data_type.f32,
        new long[] {s.batch(), s.row(), s.column()});
  }

  private static long bytes(Product.Strides s, long batch, long rows, long columns) {
    return s.extent(batch, rows, columns) * Float.BYTES;
  }

  /** A in bf16 row by row: products would transpose another one more slowly than a reorder. */
  private static memory.desc firstFactor(Product p) {
    return OneDnn.desc(true, memory.format_tag.abc, p.batch(), p.m(), p.k());
  }

  /** B in bf16 as it lies: products pack that faster than a reorder rounds into packed form. */
  private static memory.desc secondFactor(Product p) {
    boolean byColumns = p.b().row() == 1 && p.b().column() != 1;
    return OneDnn.desc(
        true, byColumns ? memory.format_tag.acb : memory.format_tag.abc, p.batch(), p.k(), p.n());
  }

  private Prepared prepare(Product p) {
    boolean bf16 = p.precision().isBf16();
    Prepared result = new Prepared();
    // Descriptors are only needed until the primitive is there: close them, or native memory would
    // wait for the garbage collector.
    try (memory.desc a = matrix(p.a(), p.batch(), p.m(), p.k());
        memory.desc b = matrix(p.b(), p.batch(), p.k(), p.n());
        memory.desc c = matrix(p.c(), p.batch(), p.m(), p.n());
        memory.desc bias = p.bias() ? OneDnn.desc(memory.format_tag.abc, 1, 1, p.n()) : null;
        memory.desc aFactor = bf16 ? firstFactor(p) : a;
        memory.desc bFactor = bf16 ? secondFactor(p) : b;
        primitive_attr attr = new primitive_attr();
        post_ops ops = new post_ops()) {
      attr.set_scratchpad_mode(dnnl_scratchpad_mode_user);
      if (p.accumulate()) {
        Finish.ADDED.append(ops);
      }
      p.squash().append(ops);
      attr.set_post_ops(ops);
      try (matmul.primitive_desc how = how(aFactor, bFactor, bias, c, attr)) {
        result.a = result.program.operand(a, bytes(p.a(), p.batch(), p.m(), p.k()));
        result.b = result.program.operand(b, bytes(p.b(), p.batch(), p.k(), p.n()));
        result.c = result.program.operand(c, bytes(p.c(), p.batch(), p.m(), p.n()));
        Operand left = bf16 ? result.converted(result.a, how.src_desc()) : result.a;
        Operand right = bf16 ? result.converted(result.b, how.weights_desc()) : result.b;
        Program.Args args =
            new Program.Args()
                .put(DNNL_ARG_SRC, left)
                .put(DNNL_ARG_WEIGHTS, right)
                .put(DNNL_ARG_DST, result.c);
        if (bias != null) {
          result.bias = result.program.operand(bias);
          args.put(DNNL_ARG_BIAS, result.bias);
        }
        result.scratchpad(how.scratchpad_desc(), args);
        result.program.then(new matmul(how), args);
        return result;
      }
    } catch (RuntimeException | Error e) {
      result.close();
      throw e;
    }
  }

  private static matmul.primitive_desc how(
      memory.desc a, memory.desc b, memory.desc bias, memory.desc c, primitive_attr attr) {
    return bias == null
        ? new matmul.primitive_desc(OneDnn.cpu(), a, b, c, attr, false)
        : new matmul.primitive_desc(OneDnn.cpu(), a, b, bias, c, attr, false);
  }

  private Prepared prepare(Packed p) {
    PackedMatrix m = p.matrix;
    Prepared result = new Prepared();
    try (memory.desc a = OneDnn.desc(memory.format_tag.ab, p.rows, m.rows());
        memory.desc c = OneDnn.desc(memory.format_tag.ab, p.rows, m.columns());
        memory.desc factor = OneDnn.desc(m.bf16(), memory.format_tag.ab, p.rows, m.rows());
        memory.desc any = OneDnn.desc(m.bf16(), memory.format_tag.any, m.rows(), m.columns());
        memory.desc bias =
            m.bias() == null ? null : OneDnn.desc(memory.format_tag.ab, 1, m.columns());
        primitive_attr attr = new primitive_attr();
        post_ops ops = new post_ops()) {
      attr.set_scratchpad_mode(dnnl_scratchpad_mode_user);
      m.finish().append(ops);
      attr.set_post_ops(ops);
      try (matmul.primitive_desc how = how(factor, any, bias, c, attr)) {
        result.a = result.program.operand(a);
        result.c = result.program.operand(c);
        Operand left = m.bf16() ? result.converted(result.a, how.src_desc()) : result.a;
        Operand right = result.fixed(how.weights_desc());
        right.bind(m.packed(how.weights_desc()));
        Program.Args args =
            new Program.Args()
                .put(DNNL_ARG_SRC, left)
                .put(DNNL_ARG_WEIGHTS, right)
                .put(DNNL_ARG_DST, result.c);
        if (bias != null) {
          args.put(DNNL_ARG_BIAS, result.program.operand(bias).bind(m.bias()));
        }
        result.scratchpad(how.scratchpad_desc(), args);
        result.program.then(new matmul(how), args);
        return result;
      }
    } catch (RuntimeException | Error e) {
      result.close();
      throw e;
    }
  }

  private Prepared prepare(Softmax s) {
    Prepared result = new Prepared();
    try (memory.desc d = OneDnn.desc(memory.format_tag.ab, s.rows, s.columns);
        primitive_attr attr = new primitive_attr()) {
      attr.set_scratchpad_mode(dnnl_scratchpad_mode_user);
      try (var how =
          new softmax_forward.primitive_desc(
              OneDnn.cpu(), dnnl_forward_inference, dnnl_softmax_accurate, d, d, 1, attr, false)) {
        result.a = result.program.operand(d);
        result.c = result.a;
        Program.Args args =
            new Program.Args().put(DNNL_ARG_SRC, result.a).put(DNNL_ARG_DST, result.a);
        result.scratchpad(how.scratchpad_desc(), args);
        result.program.then(new softmax_forward(how), args);
        return result;
      }
    } catch (RuntimeException | Error e) {
      result.close();
      throw e;
    }
  }

  @Override
  public void close() {
    shapes.values().forEach(Prepared::close);
    shapes.clear();
  }

  /** A program whose operands are lent memory for each run. */
  private final class Prepared implements AutoCloseable {
    final Program program = new Program();
    private final List<Operand> work = new ArrayList<>();
    private Operand a;
    private Operand b;
    private Operand bias;
    private Operand c;

    Operand converted(Operand from, memory.desc layout) {
      Operand to = work(layout);
      program.convert(from, to);
      return to;
    }

    Operand fixed(memory.desc layout) {
      try (layout) {
        return program.operand(layout);
      }
    }

    private Operand work(memory.desc layout) {
      try (layout) {
        Operand o = program.operand(layout);
        work.add(o);
        return o;
      }
    }

    void scratchpad(memory.desc layout, Program.Args args) {
      if (layout.get_size() > 0) {
        args.put(DNNL_ARG_SCRATCHPAD, work(layout));
      } else {
        layout.close();
      }
    }

    void run(Floats first, Floats second, Floats row, Floats result) {
      Scope scope = work.isEmpty() ? null : arena.scope();
      try {
        for (Operand o : work) {
          o.bind(scope.region(o.bytes()));
        }
        a.bind(first);
        if (b != null) {
          b.bind(second);
        }
        if (bias != null) {
          bias.bind(row);
        }
        c.bind(result);
        program.run();
      } finally {
        release(a);
        release(b);
        release(bias);
        release(c);
        work.forEach(Operand::release);
        if (scope != null) {
          scope.close();
        }
      }
    }

    private static void release(Operand o) {
      if (o != null) {
        o.release();
      }
    }

    @Override
    public void close() {
      program.close();
    }
  }
}
