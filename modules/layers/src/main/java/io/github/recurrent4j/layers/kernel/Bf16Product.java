package io.github.recurrent4j.layers.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;

/**
 * A matrix product whose float32 factors are first rounded to bf16, in the layout that oneDNN likes
 * best. Sums and result are float32. The rounded factors lie in two buffers a thread, which all
 * shapes share.
 */
final class Bf16Product extends NativeMath.Prepared {
  private static final ThreadLocal<BytePointer[]> BUFFERS =
      ThreadLocal.withInitial(() -> new BytePointer[2]);

  private final reorder[] roundings = new reorder[2];
  private final memory[] rounded = new memory[2];
  private final IntMemoryMap[] roundingArgs = new IntMemoryMap[2];
  private final long[] bytes = new long[2];

  private Bf16Product(matmul.primitive_desc desc, List<memory> memories, IntMemoryMap args) {
    super(new matmul(desc), memories, args);
    for (int i = 0; i < 2; i++) {
      try (memory.desc layout = i == 0 ? desc.src_desc() : desc.weights_desc()) {
        rounded[i] = OneDnn.unbound(layout);
        bytes[i] = layout.get_size();
      }
      roundings[i] = new reorder(memories.get(i), rounded[i]);
      roundingArgs[i] =
          new IntMemoryMap().put(DNNL_ARG_FROM, memories.get(i)).put(DNNL_ARG_TO, rounded[i]);
    }
    args.put(DNNL_ARG_SRC, rounded[0])
        .put(DNNL_ARG_WEIGHTS, rounded[1])
        .put(DNNL_ARG_DST, memories.get(2));
  }

  /**
   * Prepares a product.
   *
   * @param memories of a, b and c, float32, to be pointed at data
   */
  static NativeMath.Prepared prepare(
      List<memory> memories, memory.desc a, memory.desc b, memory.desc c, primitive_attr attr) {
    try (memory.desc anyA = any(a);
        memory.desc anyB = any(b);
        matmul.primitive_desc desc =
            new matmul.primitive_desc(OneDnn.CPU, anyA, anyB, c, attr, false)) {
      return new Bf16Product(desc, memories, new IntMemoryMap());
    }
  }

  private static memory.desc any(memory.desc d) {
    try (var dims = d.get_dims()) {
      return new memory.desc(dims, memory.data_type.bf16, memory.format_tag.any);
    }
  }

  @Override
  void run() {
    BytePointer[] buffers = BUFFERS.get();
    stream s = OneDnn.stream();
    for (int i = 0; i < 2; i++) {
      if (buffers[i] == null || buffers[i].capacity() < bytes[i]) {
        if (buffers[i] != null) {
          buffers[i].close();
        }
        buffers[i] = new BytePointer(bytes[i]);
      }
      rounded[i].set_data_handle(buffers[i]);
      roundings[i].execute(s, roundingArgs[i]);
    }
    work.execute(s, args);
    s._wait();
  }

  @Override
  public void close() {
    for (int i = 0; i < 2; i++) {
      roundings[i].close();
      rounded[i].close();
      roundingArgs[i].close();
    }
    super.close();
  }
}
