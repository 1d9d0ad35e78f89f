package io.github.recurrent4j.layers.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Matrix products and softmax on float32 memory through oneDNN, with both cores and without
 * OpenBLAS's threads. Row-major throughout. Primitives are cached per thread and shape.
 */
public final class NativeMath {
  private static final int CACHED = 256;

  /** Smaller products take longer to round to bf16 than they gain. */
  private static final double BF16_WORK = 1 << 26;

  private static final ThreadLocal<Map<Record, Prepared>> CACHE =
      ThreadLocal.withInitial(
          () ->
              new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Record, Prepared> eldest) {
                  if (size() > CACHED) {
                    eldest.getValue().close();
                    return true;
                  }
                  return false;
                }
              });

  /**
   * A product C = op(A)·op(B) [+ bias] [+ C], batched over the first dimension.
   *
   * @param batch number of independent products
   * @param m rows of C
   * @param n columns of C
   * @param k the summed dimension
   * @param transposeA A is stored [k, m] instead of [m, k]
   * @param transposeB B is stored [n, k] instead of [k, n]
   * @param bias a row of n is added to each row of C
   * @param accumulate the product is added to what C holds
   * @param bf16 factors may be rounded to bf16; sums stay float32
   */
  public record Product(
      long batch,
      long m,
      long n,
      long k,
      boolean transposeA,
      boolean transposeB,
      boolean bias,
      boolean accumulate,
      boolean bf16) {
    /** One plain product. */
    public static Product of(long m, long n, long k) {
      return new Product(1, m, n, k, false, false, false, false, false);
    }

    /** The same with A stored transposed. */
    public Product a() {
      return new Product(batch, m, n, k, true, transposeB, bias, accumulate, bf16);
    }

    /** The same with B stored transposed. */
    public Product b() {
      return new Product(batch, m, n, k, transposeA, true, bias, accumulate, bf16);
    }

    /** The same with a bias. */
    public Product withBias() {
      return new Product(batch, m, n, k, transposeA, transposeB, true, accumulate, bf16);
    }

    /** The same, added to C. */
    public Product accumulating() {
      return new Product(batch, m, n, k, transposeA, transposeB, bias, true, bf16);
    }

    /** The same as part of a training pass, which may run in bf16 ({@link Engine#bf16Training}). */
    public Product training() {
      return new Product(
          batch, m, n, k, transposeA, transposeB, bias, accumulate, Engine.bf16Training());
    }

    /** The same for {@code count} products that lie one after another. */
    public Product times(long count) {
      return new Product(count, m, n, k, transposeA, transposeB, bias, accumulate, bf16);
    }
  }

  /**
   * Where the entries of a batch of matrices lie: distances in elements between neighbours.
   *
   * @param batch from one matrix to the next
   * @param row from one row to the next
   * @param column from one column to the next
   */
  public record Strides(long batch, long row, long column) {}

  /**
   * A batched product C = A·B [+ C] of matrices anywhere in memory.
   *
   * @param batch number of products
   * @param m rows of C
   * @param n columns of C
   * @param k the summed dimension
   * @param a where A lies, [batch, m, k]
   * @param b where B lies, [batch, k, n]
   * @param c where C lies, [batch, m, n]
   * @param accumulate the product is added to what C holds
   * @param bf16 factors may be rounded to bf16; sums stay float32
   */
  public record StridedProduct(
      long batch,
      long m,
      long n,
      long k,
      Strides a,
      Strides b,
      Strides c,
      boolean accumulate,
      boolean bf16) {}

  private record Softmax(long rows, long columns) {}

  private NativeMath() {}

  /** Computes a product; {@code bias} may be null when the product has none. */
  public static void multiply(Product product, Pointer a, Pointer b, Pointer bias, Pointer c) {
    Prepared p = CACHE.get().computeIfAbsent(product, key -> prepare(product));
    p.memories.get(0).set_data_handle(a);
    p.memories.get(1).set_data_handle(b);
    p.memories.get(2).set_data_handle(c);
    if (product.bias) {
      p.memories.get(3).set_data_handle(bias);
    }
    p.run();
  }

  /** Computes a batched product. */
  public static void multiply(StridedProduct product, Pointer a, Pointer b, Pointer c) {
    Prepared p = CACHE.get().computeIfAbsent(product, key -> prepare(product));
    p.memories.get(0).set_data_handle(a);
    p.memories.get(1).set_data_handle(b);
    p.memories.get(2).set_data_handle(c);
    p.run();
  }

  /** Replaces each row of a [rows, columns] matrix by its softmax. */
  public static void softmax(long rows, long columns, Pointer matrix) {
    Softmax key = new Softmax(rows, columns);
    Prepared p = CACHE.get().computeIfAbsent(key, k -> prepare(key));
    p.memories.get(0).set_data_handle(matrix);
    p.run();
  }

  private static Prepared prepare(Product p) {
    return prepare(
        matrix(p.batch, p.m, p.k, p.transposeA),
        matrix(p.batch, p.k, p.n, p.transposeB),
        matrix(p.batch, p.m, p.n, false),
        p.bias ? OneDnn.desc(memory.format_tag.abc, 1, 1, p.n) : null,
        p.accumulate,
        p.bf16);
  }

  private static Prepared prepare(StridedProduct p) {
    return prepare(
        matrix(p.a, p.batch, p.m, p.k),
        matrix(p.b, p.batch, p.k, p.n),
        matrix(p.c, p.batch, p.m, p.n),
        null,
        p.accumulate,
        p.bf16);
  }

  private static Prepared prepare(
      memory.desc a,
      memory.desc b,
      memory.desc c,
      memory.desc bias,
      boolean accumulate,
      boolean bf16) {
    List<memory> memories = new ArrayList<>();
    memories.add(OneDnn.unbound(a));
    memories.add(OneDnn.unbound(b));
    memories.add(OneDnn.unbound(c));
    // Descriptors are only needed until the primitive is there: close them, or native memory would
    // wait for the garbage collector.
    try (primitive_attr attr = new primitive_attr();
        post_ops ops = new post_ops()) {
      if (accumulate) {
        ops.append_sum();
        attr.set_post_ops(ops);
      }
      if (bf16 && bias == null && work(a, c) > BF16_WORK) {
        return Bf16Product.prepare(memories, a, b, c, attr);
      }
      if (bias != null) {
        memories.add(OneDnn.unbound(bias));
      }
      IntMemoryMap args = new IntMemoryMap();
      args.put(DNNL_ARG_SRC, memories.get(0))
          .put(DNNL_ARG_WEIGHTS, memories.get(1))
          .put(DNNL_ARG_DST, memories.get(2));
      if (bias != null) {
        args.put(DNNL_ARG_BIAS, memories.get(3));
      }
      try (matmul.primitive_desc desc =
          bias == null
              ? new matmul.primitive_desc(OneDnn.CPU, a, b, c, attr, false)
              : new matmul.primitive_desc(OneDnn.CPU, a, b, bias, c, attr, false)) {
        return new Prepared(new matmul(desc), memories, args);
      }
    } finally {
      a.close();
      b.close();
      c.close();
      if (bias != null) {
        bias.close();
      }
    }
  }

  /** Multiplications in a product. */
  private static double work(memory.desc a, memory.desc c) {
    try (var left = a.get_dims();
        var result = c.get_dims()) {
      return (double) result.get(0) * result.get(1) * result.get(2) * left.get(2);
    }
  }

  private static memory.desc matrix(Strides s, long batch, long rows, long columns) {
    return new memory.desc(
        new long[] {batch, rows, columns},
        memory.data_type.f32,
        new long[] {s.batch, s.row, s.column});
  }

  private static memory.desc matrix(long batch, long rows, long columns, boolean transposed) {
    return OneDnn.desc(
        transposed ? memory.format_tag.acb : memory.format_tag.abc, batch, rows, columns);
  }

  private static Prepared prepare(Softmax s) {
    try (memory.desc d = OneDnn.desc(memory.format_tag.ab, s.rows, s.columns);
        var desc =
            new softmax_forward.primitive_desc(
                OneDnn.CPU, dnnl_forward_inference, dnnl_softmax_accurate, d, d, 1)) {
      memory m = OneDnn.unbound(d);
      IntMemoryMap args = new IntMemoryMap();
      args.put(DNNL_ARG_SRC, m).put(DNNL_ARG_DST, m);
      return new Prepared(new softmax_forward(desc), List.of(m), args);
    }
  }

  /** A primitive with its memory objects, ready to be pointed at data. */
  static class Prepared implements AutoCloseable {
    final primitive work;
    final List<memory> memories;
    final IntMemoryMap args;

    Prepared(primitive work, List<memory> memories, IntMemoryMap args) {
      this.work = work;
      this.memories = memories;
      this.args = args;
    }

    void run() {
      stream s = OneDnn.stream();
      work.execute(s, args);
      s._wait();
    }

    @Override
    public void close() {
      work.close();
      memories.forEach(Pointer::close);
      args.close();
    }
  }
}
