package io.github.recurrent4j.kernels;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * Where native libraries lie in a jar: a folder, and one library that it has on every platform. The
 * others are looked for beside that one. JavaCPP's own search asks every jar of the class path for
 * every spelling of every name in every folder, which is a third of a short program's time.
 *
 * @param folder of the jar, such as {@code org/bytedeco/dnnl}; platforms' folders lie in it
 * @param library JavaCPP's name of the one that is always there
 * @param owner a class beside whose package JavaCPP would look
 */
public record LibrarySource(String folder, String library, String owner) {
  /**
   * The libraries that are there, in the order of their names.
   *
   * @param names JavaCPP's names
   * @param properties the platform's
   * @throws IOException if the jar cannot be read
   */
  List<NativeFile> find(List<String> names, ClassProperties properties) throws IOException {
    ClassLoader loader = NativeLibraries.class.getClassLoader();
    for (String platform : platforms(properties)) {
      for (String file : spellings(library, properties)) {
        URL anchor = loader.getResource(folder + "/" + platform + "/" + file);
        if (anchor != null) {
          URLConnection connection = anchor.openConnection();
          connection.setUseCaches(false);
          return connection instanceof JarURLConnection jar
              ? beside(jar, names, properties)
              : asJavaCpp(loader, names, properties);
        }
      }
    }
    return asJavaCpp(loader, names, properties);
  }

  private static List<NativeFile> beside(
      JarURLConnection anchor, List<String> names, ClassProperties properties) throws IOException {
    List<NativeFile> files = new ArrayList<>();
    String entry = anchor.getEntryName();
    String folder = entry.substring(0, entry.lastIndexOf('/') + 1);
    try (JarFile jar = anchor.getJarFile()) {
      for (String name : names) {
        String[] as = name.split("#", 2);
        for (String file : spellings(as[0], properties)) {
          JarEntry found = jar.getJarEntry(folder + file);
          if (found != null) {
            URL source = new URL(anchor.getURL(), file);
            String unpacked = as.length == 1 ? file : spelledAs(file, as, properties);
            files.add(
                found.getCrc() >= 0 && found.getSize() >= 0
                    ? new NativeFile(unpacked, source, found.getSize(), found.getCrc())
                    : NativeFile.of(unpacked, source));
            break;
          }
        }
      }
    }
    return files;
  }

  /** The other name, in the spelling that the first one was found in. */
  private static String spelledAs(String file, String[] names, ClassProperties properties) {
    int spelling = spellings(names[0], properties).indexOf(file);
    return spellings(names[1], properties).get(spelling);
  }

  /** A library's file name: Linux's, macOS's, and without the version. */
  private static List<String> spellings(String name, ClassProperties properties) {
    String[] parts = name.split("@", 2);
    String version = parts.length == 1 ? "" : parts[1];
    String prefix = properties.getProperty("platform.library.prefix", "");
    String suffix = properties.getProperty("platform.library.suffix", "");
    String plain = prefix + parts[0];
    return version.isEmpty()
        ? List.of(plain + suffix)
        : List.of(plain + suffix + version, plain + version + suffix, plain + suffix);
  }

  private static List<String> platforms(ClassProperties properties) {
    String platform = properties.getProperty("platform");
    List<String> all = new ArrayList<>();
    properties.get("platform.extension").forEach(extension -> all.add(platform + extension));
    all.add(platform);
    return all;
  }

  /** Slower, but it finds what lies elsewhere. Files outside of jars JavaCPP loads as they are. */
  private List<NativeFile> asJavaCpp(
      ClassLoader loader, List<String> names, ClassProperties properties) throws IOException {
    List<NativeFile> files = new ArrayList<>();
    try {
      Class<?> found = Class.forName(owner, false, loader);
      for (String name : names) {
        URL[] urls = Loader.findLibrary(found, properties, name, false);
        if (urls.length > 0 && !urls[0].getProtocol().equals("file")) {
          files.add(NativeFile.of(fileName(urls[0]), urls[0]));
        }
      }
    } catch (ClassNotFoundException e) {
      throw new UnsatisfiedLinkError(e.getMessage() + " is not on the class path");
    }
    return files;
  }

  private static String fileName(URL url) {
    String path = url.getRef() == null ? url.getPath() : url.getRef();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
