package io.github.recurrent4j.layers.kernel;

import io.github.recurrent4j.kernels.OneDnn;
import io.github.recurrent4j.kernels.OpenMp;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.kernels.RecurrentSpec;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
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

  /**
   * Name of the system property for the precision of inference, likewise: generating, translating,
   * a network's {@code output}.
   */
  public static final String INFERENCE_PRECISION = "recurrent4j.inference-precision";

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final AtomicBoolean TOLD_OF_BF16 = new AtomicBoolean();
  private static final boolean ONEDNN = decide();

  private Engine() {}

  /** Whether float32 work runs on oneDNN in this process. */
  public static boolean oneDnnAvailable() {
    return ONEDNN;
  }

  /** The precision of training passes that nobody has set otherwise: {@value #PRECISION}. */
  public static Precision trainingPrecision() {
    return property(PRECISION);
  }

  /**
   * The precision of packed weights that nobody has set otherwise: {@value #INFERENCE_PRECISION}.
   */
  public static Precision inferencePrecision() {
    return property(INFERENCE_PRECISION);
  }

  /** Whether training passes that nobody has set otherwise compute in bf16. */
  public static boolean bf16Training() {
    return trainingPrecision().isBf16();
  }

  /** Whether packed weights that nobody has set otherwise are rounded to bf16. */
  public static boolean bf16Inference() {
    return inferencePrecision().isBf16();
  }

  private static Precision property(String name) {
    Precision wanted = Precision.of(System.getProperty(name, "f32"));
    if (wanted == Precision.BF16 && !wanted.isBf16() && !TOLD_OF_BF16.getAndSet(true)) {
      LOG.warn("This processor has no bf16 that oneDNN could use: float32 it is");
    }
    return ONEDNN ? wanted : Precision.F32;
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

  /**
   * A kernel for an LSTM whose input and state scale each other before each step.
   *
   * @param rounds of scaling, at least 1
   */
  public static RecurrentKernel mogrifier(RecurrentSpec spec, int rounds, DataType type) {
    if (usesOneDnn(type)) {
      return new MogrifierKernel(spec, rounds);
    }
    return new ReferenceKernel(spec, Activations.standard(), new Modulation(rounds));
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
      // First, so that OpenMP is loaded with the settings that the kernels want.
      OneDnn.load();
      String what = OneDnn.describe();
      // ND4J sets the number of BLAS threads when it starts: let it start first.
      Nd4j.getExecutioner();
      NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
      // If the host had loaded OpenMP before; and ND4J sets a number in the thread that starts it.
      OpenMp.eachThread(() -> operations.setOmpNumThreads(1));
      // ND4J's threads spin at barriers, too, and what it still computes in training is small.
      Nd4j.getEnvironment().setMaxThreads(1);
      Nd4j.getEnvironment().setMaxMasterThreads(1);
      // OpenBLAS's own threads and ours fight over the same cores. The large products run in
      // oneDNN, so one BLAS thread is enough.
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
