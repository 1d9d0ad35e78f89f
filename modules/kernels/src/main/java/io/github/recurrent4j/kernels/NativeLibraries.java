package io.github.recurrent4j.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Loads native libraries from a folder that the suite owns, before JavaCPP looks for them.
 *
 * <p>JavaCPP unpacks libraries into one folder for all programs of a user and exchanges files there
 * by links while other processes have them mapped; where two jars bring a library of the same name
 * (libgomp), one process can so end another. What has been loaded here, JavaCPP finds loaded: it
 * unpacks nothing, and there is one libgomp.
 *
 * <p>Libraries go by JavaCPP's names: {@code dnnl@.3} is libdnnl.so.3 on Linux, libdnnl.3.dylib on
 * macOS. A name that the platform's jars do not have is left out.
 */
public final class NativeLibraries {
  private static final String PATH_SEPARATOR = "platform.path.separator";
  private static boolean loaded;

  private NativeLibraries() {}

  /**
   * Loads JavaCPP, OpenMP and oneDNN, once per process (per class loader). Call it before the first
   * use of a class of JavaCPP or oneDNN.
   *
   * @throws UncheckedIOException in one line, if the libraries cannot be unpacked
   * @throws UnsatisfiedLinkError if they do not load on this platform
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    Folder folder =
        unpack(
            List.of(
                new LibrarySource(
                    "org/bytedeco/javacpp", "jnijavacpp", "org.bytedeco.javacpp.Loader"),
                new LibrarySource(
                    "org/bytedeco/opencl", "jniOpenCL", "org.bytedeco.opencl.presets.OpenCL"),
                new LibrarySource(
                    "org/bytedeco/dnnl", "jnidnnl", "org.bytedeco.dnnl.presets.dnnl")),
            List.of(
                "jnijavacpp",
                "gomp@.1",
                "iomp5",
                "omp",
                "tbb@.2",
                "OpenCL@.1",
                "jniOpenCL",
                "dnnl@.3",
                "jnidnnl"));
    folder.load("jnijavacpp");
    OpenMp.loadingWithOneThread(() -> folder.load("gomp@.1", "iomp5", "omp", "tbb@.2"));
    // oneDNN's classes need OpenCL's (0.6 MB), which computing on the CPU never calls.
    VersionWarnings.without(
        () -> folder.load("OpenCL@.1", "jniOpenCL", "dnnl@.3", "jnidnnl"),
        "org.bytedeco.opencl.presets.OpenCL");
    loaded = true;
  }

  /**
   * Unpacks libraries into one folder, or finds them there.
   *
   * @param sources where they lie
   * @param names JavaCPP's names; {@code a#b} is the library a under the name b
   * @throws UncheckedIOException in one line, if they cannot be unpacked
   */
  public static Folder unpack(List<LibrarySource> sources, List<String> names) {
    ClassProperties properties = new ClassProperties(Loader.loadProperties());
    List<NativeFile> files = new ArrayList<>();
    try {
      for (LibrarySource source : sources) {
        files.addAll(source.find(names, properties));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Folder(NativeFolder.of(files));
  }

  /**
   * Unpacked libraries.
   *
   * @param path where they are
   */
  public record Folder(Path path) {
    /** Loads libraries in this order, and has JavaCPP take them from here from now on. */
    public void load(String... names) {
      Properties properties = new Properties();
      properties.putAll(Loader.loadProperties());
      properties.setProperty(
          "platform.preload", String.join(properties.getProperty(PATH_SEPARATOR), names));
      properties.setProperty("platform.preloadpath", path.toString());
      properties.setProperty("platform.library", "jnijavacpp");
      // A class without libraries of its own, in JavaCPP's class loader.
      Loader.load(ClassProperties.class, properties, true);
    }
  }
}
