package io.github.recurrent4j.vectorization;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file under a temporary name and moves it into place: a reader sees all of it or none.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes to a stream. */
  public interface Writer {
    /** Writes the whole content. */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file; folders above it are made.
   *
   * @throws BadInputException if it cannot be written, the old file staying as it was
   */
  public static void write(Path file, Writer writer) {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + ".part");
    try {
      if (Files.isDirectory(target)) {
        throw new BadInputException(file + " is a folder: name a file to write to");
      }
      Files.createDirectories(target.getParent());
      try (FileOutputStream raw = new FileOutputStream(temporary.toFile());
          OutputStream out = new BufferedOutputStream(raw, 1 << 16)) {
        writer.write(out);
        out.flush();
        raw.getFD().sync();
      }
      move(temporary, target);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException ignored) {
        e.addSuppressed(ignored);
      }
      throw new BadInputException(
          "cannot write " + file + " (" + e.getMessage() + "): check the disk and permissions", e);
    }
  }

  /** Writes a text in UTF-8. */
  public static void writeText(Path file, String text) {
    write(file, out -> out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /** Moves a file over another, at once where the file system can. */
  public static void move(Path from, Path to) {
    try {
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
