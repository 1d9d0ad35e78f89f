package io.github.recurrent4j.layers.runtime;

import io.github.recurrent4j.kernels.LibrarySource;
import io.github.recurrent4j.kernels.NativeLibraries;
import io.github.recurrent4j.kernels.VersionWarnings;
import java.util.List;

/**
 * Loads the native libraries of ND4J and OpenBLAS as {@link NativeLibraries} loads oneDNN's. {@link
 * Nd4jBackendBefore} has it done before ND4J starts, whoever starts it.
 */
public final class Nd4jLibraries {
  private static boolean loaded;

  private Nd4jLibraries() {}

  /**
   * Loads them, once per process (per class loader).
   *
   * @throws java.io.UncheckedIOException in one line, if they cannot be unpacked
   * @throws UnsatisfiedLinkError if they do not load on this platform
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    NativeLibraries.load();
    NativeLibraries.Folder folder =
        NativeLibraries.unpack(
            List.of(
                new LibrarySource(
                    "org/bytedeco/openblas",
                    "jniopenblas",
                    "org.bytedeco.openblas.presets.openblas"),
                new LibrarySource(
                    "org/nd4j/linalg/cpu/nativecpu/bindings",
                    "jnind4jcpu",
                    "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu")),
            List.of(
                "gcc_s@.1",
                "quadmath@.0",
                "gfortran@.5",
                "openblas@.0",
                "openblas@.0#openblas_nolapack@.0",
                "jniopenblas_nolapack",
                "jniopenblas",
                "nd4jcpu",
                "jnind4jcpu"));
    VersionWarnings.without(
        () ->
            folder.load(
                "gcc_s@.1",
                "quadmath@.0",
                "gfortran@.5",
                "openblas@.0",
                "openblas_nolapack@.0",
                "openblas@.0#openblas@.0",
                "openblas@.0#openblas_nolapack@.0",
                "jniopenblas_nolapack",
                "jniopenblas",
                "nd4jcpu",
                "jnind4jcpu"),
        "org.bytedeco.openblas.presets.openblas",
        "org.bytedeco.openblas.presets.openblas_nolapack");
    loaded = true;
  }
}
