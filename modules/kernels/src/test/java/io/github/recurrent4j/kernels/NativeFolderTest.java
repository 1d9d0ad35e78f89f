package io.github.recurrent4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractPathAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFolderTest {
  @TempDir private Path temporary;
  private final byte[] bytes = new byte[300_000];
  private List<NativeFile> files;

  @BeforeEach
  void jar() throws IOException {
    new Random(7).nextBytes(bytes);
    Path jar = temporary.resolve("libraries.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("a/libone.so"));
      out.write(bytes);
    }
    URL source = new URL("jar:" + jar.toUri() + "!/a/libone.so");
    files = List.of(NativeFile.of("libone.so", source), NativeFile.of("libone_too.so", source));
  }

  /** In one piece: byte by byte it takes seconds. */
  private AbstractPathAssert<?> assertContent(Path file) throws IOException {
    assertThat(Arrays.equals(Files.readAllBytes(file), bytes)).as("content of %s", file).isTrue();
    return assertThat(file);
  }

  @Test
  void unpacksOnceAndReadsSizeAndChecksumFromTheJar() throws IOException {
    Path folder = NativeFolder.in(temporary, files);
    assertContent(folder.resolve("libone.so"));
    assertContent(folder.resolve("libone_too.so"));
    Object first = key(folder.resolve("libone.so"));
    assertThat(NativeFolder.in(temporary, files)).isEqualTo(folder);
    assertThat(key(folder.resolve("libone.so"))).isEqualTo(first);
    try (var left = Files.newDirectoryStream(folder, "*.part")) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void otherLibrariesLieInAnotherFolder() throws IOException {
    assertThat(NativeFolder.in(temporary, files.subList(0, 1)))
        .isNotEqualTo(NativeFolder.in(temporary, files));
  }

  @Test
  void damagedFileIsReplacedByAnotherWhileWhoHasItOpenKeepsTheOldOne() throws IOException {
    Path library = NativeFolder.in(temporary, files).resolve("libone.so");
    try (FileChannel out = FileChannel.open(library, StandardOpenOption.WRITE)) {
      out.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 1000);
    }
    byte[] damaged = Files.readAllBytes(library);
    assertThat(damaged).hasSameSizeAs(bytes).isNotEqualTo(bytes);
    try (InputStream open = Files.newInputStream(library)) {
      NativeFolder.in(temporary, files);
      assertContent(library);
      assertThat(open.readAllBytes()).isEqualTo(damaged);
    }
  }

  @Test
  void wholeFileWithAnotherTimeStays() throws IOException {
    Path library = NativeFolder.in(temporary, files).resolve("libone.so");
    Object first = key(library);
    Files.setLastModifiedTime(library, FileTime.fromMillis(5_000));
    NativeFolder.in(temporary, files);
    assertThat(key(library)).isEqualTo(first);
  }

  @Test
  void cutOffFileIsReplaced() throws IOException {
    Path library = NativeFolder.in(temporary, files).resolve("libone.so");
    try (FileChannel out = FileChannel.open(library, StandardOpenOption.WRITE)) {
      out.truncate(500);
    }
    NativeFolder.in(temporary, files);
    assertContent(library);
  }

  @Test
  void manyAtOnceAgree() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        Path base = temporary.resolve("round-" + round);
        List<Callable<Path>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          calls.add(() -> NativeFolder.in(base, files));
        }
        for (Future<Path> done : threads.invokeAll(calls)) {
          assertContent(done.get().resolve("libone.so"));
          // Two copies of one library would be loaded twice.
          assertContent(done.get().resolve("libone_too.so")).isSymbolicLink();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatAnotherWithThisProcessNumberMakesIsLeftAlone() throws IOException {
    // In another container, or by another class loader.
    Path folder = NativeFolder.in(temporary, files);
    Files.delete(folder.resolve("libone_too.so"));
    long number = ProcessHandle.current().pid();
    Path others = Files.writeString(folder.resolve("libone_too.so." + number + ".part"), "half");
    NativeFolder.in(temporary, files);
    assertThat(others).hasContent("half");
    assertContent(folder.resolve("libone_too.so")).isSymbolicLink();
  }

  @Test
  void noRoomIsOneLineThatSaysWhatToDo() {
    String before = System.getProperty(NativeFolder.PROPERTY);
    // A folder below a file cannot be made, not even by root.
    System.setProperty(NativeFolder.PROPERTY, temporary.resolve("libraries.jar/x").toString());
    try {
      assertThatThrownBy(() -> NativeFolder.of(files))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContaining("cannot be unpacked into")
          .hasMessageContaining("-D" + NativeFolder.PROPERTY)
          .message()
          .doesNotContain("\n");
    } finally {
      if (before == null) {
        System.clearProperty(NativeFolder.PROPERTY);
      } else {
        System.setProperty(NativeFolder.PROPERTY, before);
      }
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "basic:fileKey");
  }
}
