package io.github.recurrent4j.vectorization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A lock file that one taker at a time holds, among all threads and processes. It holds the number
 * of its owner's process, ends with that process, however it ends, and is deleted when it is given
 * back.
 */
public final class Claim implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * Channels that stay open: where one file is open twice in a process, closing either frees the
   * lock (POSIX), and the owner is code of another class loader.
   */
  private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

  private static final int LONGEST_OWNER = 20;

  private final Path file;
  private final FileChannel channel;

  private Claim(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Somebody else holds the file. */
  public static final class TakenException extends Exception {
    private static final long serialVersionUID = 1;
    private final String owner;

    private TakenException(String owner) {
      super("process " + owner);
      this.owner = owner;
    }

    /** The number of the owner's process; empty if it is not known. */
    public String owner() {
      return owner;
    }
  }

  /**
   * Takes a file, which is made where it is missing.
   *
   * @param file the lock file; its folder exists
   * @throws TakenException if somebody holds it
   * @throws IOException if it cannot be made or locked
   */
  public static Claim take(Path file) throws TakenException, IOException {
    Path place = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    if (!HELD.add(place)) {
      throw new TakenException(self());
    }
    boolean taken = false;
    try {
      FileChannel channel = null;
      while (channel == null) {
        channel = lockedChannel(place);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.US_ASCII)), 0);
      taken = true;
      return new Claim(place, channel);
    } finally {
      if (!taken) {
        HELD.remove(place);
      }
    }
  }

  /** The locked file, open; null if it went away meanwhile. */
  private static FileChannel lockedChannel(Path place) throws TakenException, IOException {
    Object before = key(place);
    if (before == null) {
      make(place);
      return null;
    }
    FileChannel channel = null;
    boolean open = false;
    try {
      channel = FileChannel.open(place, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new TakenException(owner(channel));
      }
      // Its owner may have deleted what was opened here, and somebody have made another since.
      open = before.equals(key(place));
      return open ? channel : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (OverlappingFileLockException e) {
      open = true;
      LEFT_OPEN.add(channel);
      throw new TakenException(self());
    } finally {
      if (channel != null && !open) {
        channel.close();
      }
    }
  }

  private static void make(Path place) throws IOException {
    try {
      Files.createFile(place);
    } catch (FileAlreadyExistsException e) {
      // Somebody else was faster, whose file will do.
    }
  }

  /** What tells the file from others that had its name; null if there is none. */
  private static Object key(Path place) throws IOException {
    try {
      Object key = Files.readAttributes(place, BasicFileAttributes.class).fileKey();
      // A system without keys lets nobody delete an open file.
      return Objects.requireNonNullElse(key, place);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static String owner(FileChannel channel) {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_OWNER);
    try {
      channel.read(text, 0);
    } catch (IOException e) {
      // Some systems let nobody read a locked file.
      return "";
    }
    String owner = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    return owner.chars().allMatch(Character::isDigit) ? owner : "";
  }

  private static String self() {
    return Long.toString(ProcessHandle.current().pid());
  }

  /** Gives the file back. */
  @Override
  public void close() {
    try {
      // Deleted while it is still locked: nobody else's is.
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
