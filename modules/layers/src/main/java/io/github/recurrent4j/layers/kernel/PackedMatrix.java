package io.github.recurrent4j.layers.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A matrix that no longer changes, and a bias, for many products C = A·M + b or tanh(A·M + b):
 * brought once into the layout that oneDNN likes best. In bf16 (see {@link Engine#bf16Inference}) A
 * and M are rounded; sums, bias and C stay float32. Without oneDNN the products run on ND4J.
 * Belongs to one thread at a time.
 */
public final class PackedMatrix implements AutoCloseable {
  private static final int CACHED = 128;

  private final INDArray matrix;
  private final INDArray bias;
  private final boolean tanh;
  private final boolean bf16;
  private final KernelMemory packings = new KernelMemory();
  private final Map<Long, Product> products =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Product> eldest) {
          if (size() > CACHED) {
            eldest.getValue().close();
            return true;
          }
          return false;
        }
      };

  /**
   * Wraps a matrix, which must stay as it is and live as long.
   *
   * @param matrix [k, n], may be a transposed view
   * @param bias n values one after another, or null
   */
  public PackedMatrix(INDArray matrix, INDArray bias) {
    this(matrix, bias, false);
  }

  /** The same, with tanh of the result if {@code tanh}. */
  public PackedMatrix(INDArray matrix, INDArray bias, boolean tanh) {
    this.tanh = tanh;
    this.matrix = matrix;
    this.bias = bias;
    this.bf16 = Engine.bf16Inference();
  }

  /**
   * Computes C = A·M + b, or its tanh.
   *
   * @param a [m, k], row-major
   * @param c [m, n], row-major, receives the product
   */
  public void multiply(INDArray a, INDArray c) {
    if (Engine.usesOneDnn(DataType.FLOAT)) {
      products.computeIfAbsent(a.size(0), Product::new).run(a, c);
      return;
    }
    c.assign(a.mmul(matrix));
    if (bias != null) {
      c.addiRowVector(bias.reshape(1, bias.length()));
    }
    if (tanh) {
      Transforms.tanh(c, false);
    }
  }

  @Override
  public void close() {
    products.values().forEach(Product::close);
    products.clear();
    packings.close();
  }

  /** The product for one number of rows. */
  private final class Product {
    private final List<Pointer> owned = new ArrayList<>();
    private final IntMemoryMap args = new IntMemoryMap();
    private final memory a;
    private final memory aRounded;
    private final reorder rounding;
    private final memory c;
    private final matmul work;

    Product(long rows) {
      long inner = matrix.size(0);
      long columns = matrix.size(1);
      a = own(OneDnn.unbound(own(OneDnn.desc(memory.format_tag.ab, rows, inner))));
      c = own(OneDnn.unbound(own(OneDnn.desc(memory.format_tag.ab, rows, columns))));
      memory.desc from = own(OneDnn.desc(bf16, memory.format_tag.ab, rows, inner));
      memory.desc any = own(OneDnn.desc(bf16, memory.format_tag.any, inner, columns));
      memory.desc biasDesc =
          bias == null ? null : own(OneDnn.desc(memory.format_tag.ab, 1, columns));
      memory.desc to = own(OneDnn.desc(memory.format_tag.ab, rows, columns));
      // The library's own scratchpad belongs to the thread that created the primitive.
      primitive_attr attr = own(new primitive_attr());
      attr.set_scratchpad_mode(dnnl_scratchpad_mode_user);
      if (tanh) {
        post_ops ops = own(new post_ops());
        ops.append_eltwise(dnnl_eltwise_tanh, 0, 0);
        attr.set_post_ops(ops);
      }
      matmul.primitive_desc desc =
          own(
              bias == null
                  ? new matmul.primitive_desc(OneDnn.CPU, from, any, to, attr, false)
                  : new matmul.primitive_desc(OneDnn.CPU, from, any, biasDesc, to, attr, false));
      work = own(new matmul(desc));
      aRounded = bf16 ? own(new memory(from, OneDnn.CPU)) : a;
      rounding = bf16 ? own(new reorder(a, aRounded)) : null;
      args.put(DNNL_ARG_SRC, aRounded)
          .put(DNNL_ARG_WEIGHTS, packed(own(desc.weights_desc())))
          .put(DNNL_ARG_DST, c);
      memory.desc space = own(desc.scratchpad_desc());
      if (space.get_size() > 0) {
        args.put(DNNL_ARG_SCRATCHPAD, own(new memory(space, OneDnn.CPU)));
      }
      if (bias != null) {
        memory b = own(OneDnn.unbound(biasDesc));
        OneDnn.point(b, bias);
        args.put(DNNL_ARG_BIAS, b);
      }
      own(args);
    }

    private memory packed(memory.desc layout) {
      memory m = packings.weights("m", layout);
      if (!packings.markPacked(m)) {
        try (memory.desc given =
                new memory.desc(
                    matrix.shape(),
                    memory.data_type.f32,
                    new long[] {matrix.stride(0), matrix.stride(1)});
            memory user = OneDnn.unbound(given);
            reorder pack = new reorder(user, m)) {
          OneDnn.point(user, matrix);
          stream s = OneDnn.stream();
          pack.execute(s, user, m);
          s._wait();
        }
      }
      return m;
    }

    private <P extends Pointer> P own(P pointer) {
      owned.add(pointer);
      return pointer;
    }

    void run(INDArray from, INDArray to) {
      stream s = OneDnn.stream();
      OneDnn.point(a, from);
      OneDnn.point(c, to);
      if (bf16) {
        rounding.execute(s, a, aRounded);
      }
      work.execute(s, args);
      s._wait();
    }

    void close() {
      owned.forEach(Pointer::close);
      owned.clear();
    }
  }
}
