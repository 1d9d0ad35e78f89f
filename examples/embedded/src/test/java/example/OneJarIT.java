package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The application as one jar: by itself, and twice in one process, as in an application server. */
class OneJarIT {
  private static final Path JAR = Path.of("target", "embedded-1-all.jar");

  @Test
  void runsByItself() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-jar",
                JAR.toString(),
                "To be, or not to ")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    try (Autocomplete here = new Autocomplete()) {
      String expected = "To be, or not to " + here.complete("To be, or not to ");
      assertEquals(expected, out.lines().findFirst().orElse(""));
    }
  }

  @Test
  void runsInTwoClassLoaders() throws Exception {
    URL[] jar = {JAR.toUri().toURL()};
    String first = null;
    for (int i = 0; i < 2; i++) {
      try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
        Class<?> type = loader.loadClass("example.Autocomplete");
        assertTrue(type != Autocomplete.class);
        Object application = type.getConstructor().newInstance();
        Object line = type.getMethod("complete", String.class).invoke(application, "To be ");
        type.getMethod("close").invoke(application);
        first = first == null ? (String) line : first;
        assertEquals(first, line);
      }
    }
  }
}
