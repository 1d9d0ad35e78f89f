package io.github.recurrent4j.serving;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Packages from npm for tests; where they cannot be had, the test is skipped and says so. */
final class NodePackages {
  private static Path folder;

  private NodePackages() {}

  /** The folder in which they are installed, once for all tests. */
  static synchronized Path folder() throws IOException, InterruptedException {
    if (folder == null) {
      assumeTrue(isThere("npm"), "npm is not on the PATH: clients from npm are not tried");
      Path made = Files.createDirectories(Path.of("target", "npm").toAbsolutePath());
      copy("package.json", made);
      copy("clients.mjs", made);
      install(made);
      folder = made;
    }
    return folder;
  }

  /** Test classes run in several processes: one installs at a time. */
  private static void install(Path folder) throws IOException, InterruptedException {
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      Path log = folder.resolve("npm.log");
      Process npm =
          new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assumeTrue(npm.waitFor() == 0 && lock.isValid(), "npm cannot install: see " + log);
    }
  }

  static boolean isThere(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
        .anyMatch(part -> Files.isExecutable(Path.of(part, program)));
  }

  private static void copy(String name, Path folder) throws IOException {
    try (InputStream in = NodePackages.class.getResourceAsStream(name)) {
      Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What a script prints. */
  static String run(String script, String argument) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder("node", script, argument)
            .directory(folder().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (node.waitFor() != 0) {
      throw new AssertionError(script + " failed: " + out);
    }
    return out;
  }
}
