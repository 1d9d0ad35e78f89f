package io.github.recurrent4j.vectorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void oneWriterDoesNotWriteIntoTheOthersFile() throws IOException {
    Path target = folder.resolve("m.json");
    AtomicFile.write(
        target,
        out -> {
          out.write(bytes("the first writer's beginning, "));
          out.flush();
          AtomicFile.writeText(target, "second");
          assertThat(target).hasContent("second");
          out.write(bytes("and its end"));
          out.flush();
          assertThat(target).hasContent("second");
        });
    assertThat(target).hasContent("the first writer's beginning, and its end");
    assertThat(names()).containsExactly("m.json");
  }

  @Test
  void aFileWhoseNameEndsInPartIsNobodysToWriteOver() throws IOException {
    Path mine = Files.writeString(folder.resolve("m.json.part"), "mine");
    AtomicFile.writeText(folder.resolve("m.json"), "text");
    assertThat(mine).hasContent("mine");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPipeStaysAPipeAndALinkALink() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> text(pipe));
    AtomicFile.writeText(pipe, "through");
    assertThat(read.get()).isEqualTo("through");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("other", "file"));
    AtomicFile.writeText(link, "followed");
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("other").resolve("file")).hasContent("followed");
    assertThatThrownBy(() -> AtomicFile.writeText(Path.of("/dev/full"), "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot write /dev/full (No space left on device)");
    // Below a device there is no folder, not even for root.
    assertThatThrownBy(() -> AtomicFile.writeText(Path.of("/dev/full/x"), "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("cannot write /dev/full/x (")
        .hasMessageNotContaining(".r4j-");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whateverTheWriterThrowsNothingIsLeft() throws IOException {
    Path target = folder.resolve("m.json");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(names()).isEmpty();
    Files.createDirectories(target.resolve("full"));
    assertThatThrownBy(() -> AtomicFile.writeText(target, "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void anInterruptedThreadWritesToTheEnd() {
    Path target = folder.resolve("m.json");
    Thread.currentThread().interrupt();
    AtomicFile.writeText(target, "whole");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target).hasContent("whole");
  }

  @Test
  void othersMayReadWhatWasWritten() throws IOException {
    Path plain = Files.createFile(folder.resolve("plain"));
    Path target = folder.resolve("m.json");
    AtomicFile.writeText(target, "x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)));
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAndWhatALivingOneWritesIsNot() throws Exception {
    Path target = folder.resolve("m.json");
    try (OtherProcess other = OtherProcess.of(OtherProcess.Writes.class, target)) {
      assertThat(other.line()).isEqualTo("half done");
      Path part = folder.resolve(names().get(0));
      // As old as that of a process that was stopped for days.
      Files.setLastModifiedTime(part, FileTime.fromMillis(1_000_000_000_000L));
      AtomicFile.writeText(folder.resolve("other.json"), "x");
      assertThat(part).hasContent("from the other process");
      other.kill();
      AtomicFile.writeText(folder.resolve("other.json"), "y");
      assertThat(names()).containsExactly("other.json");
    }
  }
}
