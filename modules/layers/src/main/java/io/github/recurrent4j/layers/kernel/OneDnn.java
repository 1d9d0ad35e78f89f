package io.github.recurrent4j.layers.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The process's oneDNN engine and the small helpers around its memory objects. */
final class OneDnn {
  static {
    NativeLibraries.load();
  }

  static final engine CPU = new engine(engine.kind.cpu, 0);

  private static final ThreadLocal<stream> STREAM = ThreadLocal.withInitial(() -> new stream(CPU));

  private OneDnn() {}

  static stream stream() {
    return STREAM.get();
  }

  static String describe() {
    var v = dnnl_version();
    return "oneDNN "
        + v.major()
        + "."
        + v.minor()
        + "."
        + v.patch()
        + " ("
        + Runtime.getRuntime().availableProcessors()
        + " cores)";
  }

  /** Whether a recurrent layer and a matrix product in bf16 can be had on this processor. */
  static boolean supportsBf16() {
    try (memory.desc a = desc(true, memory.format_tag.ab, 16, 16);
        memory.desc c = desc(memory.format_tag.ab, 16, 16);
        matmul.primitive_desc product = new matmul.primitive_desc(CPU, a, a, c);
        RnnPrimitives layer =
            new RnnPrimitives(
                new RecurrentSpec(Cell.GRU, GateOrder.GRU, 16, 16), false, 2, 2, true, true)) {
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Whether the processor multiplies bf16 itself; without, oneDNN converts, and is slower. */
  static boolean hasBf16Instructions() {
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16)
        == dnnl_cpu_isa_avx512_core_bf16;
  }

  static memory.desc desc(memory.format_tag tag, long... dims) {
    return new memory.desc(dims, memory.data_type.f32, tag);
  }

  static memory.desc desc(boolean bf16, memory.format_tag tag, long... dims) {
    return new memory.desc(dims, bf16 ? memory.data_type.bf16 : memory.data_type.f32, tag);
  }

  /** A memory object without a buffer, to be pointed at one with {@link #point}. */
  static memory unbound(memory.desc desc) {
    return new memory(desc, CPU, new Pointer());
  }

  static void point(memory m, INDArray a) {
    m.set_data_handle(Addresses.of(a));
  }

  static void zero(memory m) {
    Pointer.memset(m.get_data_handle(), 0, m.get_desc().get_size());
  }
}
