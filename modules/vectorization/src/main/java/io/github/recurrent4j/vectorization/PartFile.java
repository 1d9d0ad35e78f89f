package io.github.recurrent4j.vectorization;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A file that is being written, under a name that no other thread, process or class loader has:
 * {@code .r4j-PROCESS-RANDOM.part}. It is locked while it is written, so that what was left behind
 * can be told from what is not done yet.
 */
final class PartFile implements AutoCloseable {
  private static final String PREFIX = ".r4j-";
  private static final String SUFFIX = ".part";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path path;
  private final FileOutputStream stream;

  private PartFile(Path path, FileOutputStream stream) {
    this.path = path;
    this.stream = stream;
  }

  /** A new, empty one in this folder, from which abandoned ones are removed. */
  static PartFile in(Path folder) throws IOException {
    sweep(folder);
    Path path = Files.createFile(folder.resolve(own() + UUID.randomUUID() + SUFFIX));
    // Not a channel's stream: an interrupt, which ends training gently, would close it.
    FileOutputStream stream = new FileOutputStream(path.toFile());
    try {
      stream.getChannel().tryLock();
    } catch (IOException e) {
      // A file system without locks: nobody can lock it to sweep it either.
    }
    return new PartFile(path, stream);
  }

  /** Where the content goes. */
  FileOutputStream stream() {
    return stream;
  }

  /** Makes the content last and gives it its name. */
  void moveTo(Path target) throws IOException {
    stream.getFD().sync();
    try {
      move(path, target);
    } catch (IOException e) {
      // Windows moves no open file.
      stream.close();
      move(path, target);
    }
  }

  /** Moves a file over another, at once where the file system can. */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes the file, unless it has its name by now. */
  @Override
  public void close() throws IOException {
    stream.close();
    Files.deleteIfExists(path);
  }

  private static String own() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  /** Removes what killed processes left. */
  private static void sweep(Path folder) throws IOException {
    Instant old = Instant.now().minus(ABANDONED);
    try (var parts = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path part : parts) {
        // Opening and closing one of this process would free its lock (POSIX).
        boolean mine = part.getFileName().toString().startsWith(own());
        if (!mine && Files.getLastModifiedTime(part).toInstant().isBefore(old) && left(part)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (NoSuchFileException e) {
      // Somebody else has moved or removed one: the rest waits for the next write.
    }
  }

  /** Whether nobody writes it any more. */
  private static boolean left(Path part) {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }
}
