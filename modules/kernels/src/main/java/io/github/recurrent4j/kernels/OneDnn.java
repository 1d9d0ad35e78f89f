package io.github.recurrent4j.kernels;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_set_primitive_cache_capacity;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.Set;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/** The process's oneDNN: whether it is there, what it can do, and its engine. */
public final class OneDnn {
  private OneDnn() {}

  /**
   * Primitives that the library keeps for who asks for the same again, unless the environment says
   * another number. The library's own 1,024 hold some 100 MB more where shapes vary, and gain
   * nothing: what is in use, {@link Recurrence} and {@link Products} keep themselves.
   */
  static final int PRIMITIVES = 256;

  private static final Set<String> PRIMITIVES_WANTED =
      Set.of("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "DNNL_PRIMITIVE_CACHE_CAPACITY");

  /** Loaded when first used. */
  private static final class Cpu {
    static final engine ENGINE = load();

    private static engine load() {
      NativeLibraries.load();
      if (PRIMITIVES_WANTED.stream().noneMatch(System.getenv()::containsKey)) {
        dnnl_set_primitive_cache_capacity(PRIMITIVES);
      }
      return new engine(engine.kind.cpu, 0);
    }
  }

  /** Asked once, and only if somebody wants to know. */
  private static final class Bf16 {
    static final boolean SUPPORTED = isAvailable() && tryBf16();
    static final boolean FAST = SUPPORTED && has(dnnl_cpu_isa_avx512_core_bf16);
    static final boolean AMX = SUPPORTED && has(dnnl_cpu_isa_avx512_core_amx);

    private static boolean has(int instructions) {
      return (dnnl_get_effective_cpu_isa() & instructions) == instructions;
    }
  }

  /** Whether the processor multiplies tiles of bf16. */
  static boolean hasAmx() {
    return Bf16.AMX;
  }

  static engine cpu() {
    return Cpu.ENGINE;
  }

  /**
   * Loads the native library.
   *
   * @throws LinkageError where it does not load
   */
  public static void load() {
    cpu();
  }

  /** Whether the native library loads here. */
  public static boolean isAvailable() {
    try {
      load();
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Version of the library and number of threads, for logs and reports. */
  public static String describe() {
    load();
    var v = dnnl_version();
    return "oneDNN "
        + v.major()
        + "."
        + v.minor()
        + "."
        + v.patch()
        + " ("
        + Workers.count()
        + (Workers.count() == 1 ? " core)" : " cores)");
  }

  /**
   * Sets of primitives that are kept at present, one for each shape of each layer or product that
   * was met; what is over an {@link Recurrence}'s or {@link Products}' bound is not among them.
   */
  public static int programs() {
    return Program.open();
  }

  /** Whether a recurrent layer and a matrix product in bf16 can be had on this processor. */
  public static boolean supportsBf16() {
    return Bf16.SUPPORTED;
  }

  /** Whether the processor multiplies bf16 itself; without, oneDNN converts, and is slower. */
  public static boolean hasBf16Instructions() {
    return Bf16.FAST;
  }

  private static boolean tryBf16() {
    try (memory.desc a = desc(true, memory.format_tag.ab, 16, 16);
        memory.desc c = desc(false, memory.format_tag.ab, 16, 16);
        matmul.primitive_desc product = new matmul.primitive_desc(cpu(), a, a, c);
        RnnPrimitives layer =
            new RnnPrimitives(
                new RecurrentSpec(Cell.GRU, GateOrder.GRU, 16, 16), false, 2, 2, true, true)) {
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  static memory.desc desc(boolean bf16, memory.format_tag tag, long... dims) {
    return new memory.desc(dims, bf16 ? memory.data_type.bf16 : memory.data_type.f32, tag);
  }

  static memory.desc desc(memory.format_tag tag, long... dims) {
    return desc(false, tag, dims);
  }
}
