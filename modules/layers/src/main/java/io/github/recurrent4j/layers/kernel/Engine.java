package io.github.recurrent4j.layers.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, once per process, which implementation computes the recurrent layers: oneDNN where its
 * native library loads and the data are float32, otherwise the reference on ND4J. The system
 * property {@value #PROPERTY} forces one: {@code onednn}, {@code reference} or {@code auto}.
 */
public final class Engine {
  /** Name of the system property that forces an engine. */
  public static final String PROPERTY = "recurrent4j.engine";

  /**
   * Name of the system property for the precision of training: {@code f32} (the default), {@code
   * bf16}, or {@code auto}: bf16 on processors that have instructions for it.
   */
  public static final String PRECISION = "recurrent4j.precision";

  /** Name of the system property for the precision of generating and translating, likewise. */
  public static final String INFERENCE_PRECISION = "recurrent4j.inference-precision";

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final AtomicBoolean toldOfBf16 = new AtomicBoolean();
  private static final boolean ONEDNN = decide();

  private Engine() {}

  /** Whether float32 work runs on oneDNN in this process. */
  public static boolean oneDnnAvailable() {
    return ONEDNN;
  }

  /**
   * Whether training passes of the recurrent layers compute in bf16: states, inputs and weights are
   * rounded to it; parameters, gradients and cell states stay float32. Set with {@value
   * #PRECISION}; pays on processors with bf16 instructions.
   */
  public static boolean bf16Training() {
    return wantsBf16(PRECISION);
  }

  /**
   * Whether weights that were packed for inference ({@link RecurrentKernel#freeze}, {@link
   * PackedMatrix}) are rounded to bf16. Step by step they are what has to come from memory: half
   * the bytes, nearly half the time. Set with {@value #INFERENCE_PRECISION}.
   */
  public static boolean bf16Inference() {
    return wantsBf16(INFERENCE_PRECISION);
  }

  private static boolean wantsBf16(String property) {
    String wanted = System.getProperty(property, "f32");
    if (wanted.equals("auto")) {
      return Bf16.FAST;
    }
    if (!wanted.equals("bf16")) {
      return false;
    }
    if (!Bf16.SUPPORTED && !toldOfBf16.getAndSet(true)) {
      LOG.warn("This processor has no bf16 that oneDNN could use: float32 it is");
    }
    return Bf16.SUPPORTED;
  }

  /** Asked once, and only if somebody wants to know. */
  private static final class Bf16 {
    static final boolean SUPPORTED = ONEDNN && OneDnn.supportsBf16();
    static final boolean FAST = SUPPORTED && OneDnn.hasBf16Instructions();
  }

  /** Whether work on this data type runs on oneDNN. */
  public static boolean usesOneDnn(DataType type) {
    return ONEDNN && type == DataType.FLOAT;
  }

  /** One line about the engine in use, for logs and benchmark reports. */
  public static String describe() {
    return ONEDNN
        ? OneDnn.describe() + (bf16Training() ? ", training in bf16" : "")
        : "reference implementation on ND4J";
  }

  /** A kernel for one layer. */
  public static RecurrentKernel kernel(RecurrentSpec spec, Activations activations, DataType type) {
    if (usesOneDnn(type) && activations.areStandard(spec.cell())) {
      return new OneDnnKernel(spec, activations);
    }
    if (usesOneDnn(type)) {
      LOG.warn(
          "No fused {} for activations {}: it runs on the slower reference",
          spec.cell(),
          activations);
    }
    return new ReferenceKernel(spec, activations);
  }

  private static boolean decide() {
    String wanted = System.getProperty(PROPERTY, "auto");
    if (wanted.equals("reference")) {
      LOG.info("Recurrent layers run on the reference implementation ({}=reference)", PROPERTY);
      return false;
    }
    if (!wanted.equals("auto") && !wanted.equals("onednn")) {
      throw new IllegalArgumentException(
          PROPERTY + " is '" + wanted + "': use auto, onednn or reference");
    }
    try {
      NativeLibraries.load();
      String what = OneDnn.describe();
      // ND4J sets the number of BLAS threads when it starts: let it start first.
      Nd4j.getExecutioner();
      // OpenBLAS's own threads and OpenMP's fight over the same cores: stock DL4J ran three to ten
      // times slower with both. The large products run in oneDNN, so one BLAS thread is enough.
      openblas.blas_set_num_threads(1);
      LOG.debug("Recurrent layers run on {}", what);
      return true;
    } catch (LinkageError e) {
      if (wanted.equals("onednn")) {
        throw new IllegalStateException(
            PROPERTY + "=onednn, but its native library does not load here: " + e.getMessage(), e);
      }
      LOG.warn(
          "oneDNN does not load here ({}): recurrent layers run on the slower reference",
          e.getMessage());
      return false;
    }
  }
}
