package io.github.recurrent4j.vectorization;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a file under a temporary name of its own and moves it into place: a reader sees all of it
 * or none, and of several writers at once the last one's is there.
 */
public final class AtomicFile {
  private static final int MOST_LINKS = 40;

  private AtomicFile() {}

  /** Writes to a stream. */
  public interface Writer {
    /** Writes the whole content. */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file; folders above it are made, and symbolic links are followed. What killed
   * processes have left half written beside it is removed. A device or a pipe stays what it is, and
   * is written to as it goes.
   *
   * @throws BadInputException if it cannot be written, the old file staying as it was
   */
  public static void write(Path file, Writer writer) {
    try {
      Path target = followed(file).toAbsolutePath();
      if (Files.isDirectory(target)) {
        throw new BadInputException(file + " is a folder: name a file to write to");
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
          writer.write(out);
        }
        return;
      }
      Files.createDirectories(target.getParent());
      try (PartFile part = PartFile.in(target.getParent())) {
        OutputStream out = new BufferedOutputStream(part.stream(), 1 << 16);
        writer.write(out);
        out.flush();
        part.moveTo(target);
      }
    } catch (IOException e) {
      throw new BadInputException(
          "cannot write " + file + " (" + reason(e) + "): check the disk and permissions", e);
    }
  }

  /**
   * Where a name leads: the file itself, or, from link to link, what a symbolic link names, whether
   * it is there or not.
   */
  public static Path followed(Path named) throws IOException {
    Path file = named;
    for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(file); i++) {
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  /** Writes a text in UTF-8. */
  public static void writeText(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What a system says of a failure, without the name of a temporary or a lock file. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException failure) {
      return failure.getReason() != null ? failure.getReason() : e.getClass().getSimpleName();
    }
    return String.valueOf(e.getMessage());
  }

  /** Moves a file over another, at once where the file system can. */
  public static void move(Path from, Path to) {
    try {
      PartFile.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
