package io.github.recurrent4j.training;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * The files of one training, taken before it begins: what cannot be written is said then and not
 * hours later, and nobody else trains into them meanwhile.
 */
public final class OutputFiles implements AutoCloseable {
  private static final int MOST_LINKS = 40;

  private final Output output;
  private final Path lockFile;
  private final FileChannel channel;

  private OutputFiles(Output output, Path lockFile, FileChannel channel) {
    this.output = output;
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /**
   * Checks the files and takes them.
   *
   * @param wanted where the model goes; symbolic links are followed
   * @param inputs the files that are trained on
   * @throws BadInputException if the model cannot be written there, or must not be
   */
  static OutputFiles take(Output wanted, Collection<Path> inputs) {
    Path named = wanted.file();
    Path file = followed(named);
    if (Files.isDirectory(file)) {
      throw new BadInputException(named + " is a folder: name a model file to write");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BadInputException(named + " is a device or a pipe: name a model file to write");
    }
    try {
      for (Path input : inputs) {
        if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
          throw new BadInputException(
              named + " is what is trained on: name another file for the model");
        }
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw notWritable(named, e);
    }
    if (wanted.existing() == Output.Existing.KEEP && Files.exists(file)) {
      throw new BadInputException(
          named + " is there already: give --overwrite, --resume or another --out");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new BadInputException("cannot write " + named + ": check its permissions");
    }
    return locked(new Output(file, wanted.existing()), named);
  }

  private static Path followed(Path named) {
    Path file = named;
    for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(file); i++) {
      try {
        file = file.resolveSibling(Files.readSymbolicLink(file));
      } catch (IOException e) {
        throw notWritable(named, e);
      }
    }
    return file;
  }

  private static OutputFiles locked(Output output, Path named) {
    Path lockFile = output.sibling(".lock");
    FileChannel channel = null;
    try {
      while (true) {
        channel =
            FileChannel.open(
                lockFile,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock;
        try {
          lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
          lock = null;
        }
        if (lock == null) {
          String owner = owner(channel);
          channel.close();
          throw new BadInputException(
              "another training writes "
                  + named
                  + (owner.isEmpty() ? "" : " (process " + owner + ")")
                  + ": wait for its end, or give another --out");
        }
        if (Files.exists(lockFile)) {
          break;
        }
        // Its owner deleted it between our opening and our locking.
        channel.close();
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new OutputFiles(output, lockFile, channel);
    } catch (IOException e) {
      throw notWritable(named, e);
    }
  }

  private static String owner(FileChannel channel) {
    ByteBuffer text = ByteBuffer.allocate(20);
    try {
      channel.read(text, 0);
    } catch (IOException e) {
      // Some systems let nobody read a locked file.
      return "";
    }
    String owner = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    return owner.chars().allMatch(Character::isDigit) ? owner : "";
  }

  private static BadInputException notWritable(Path file, IOException e) {
    return new BadInputException(
        "cannot write " + file + " (" + e.getMessage() + "): check the folder and its permissions",
        e);
  }

  /** Where the model goes, links followed. */
  public Output output() {
    return output;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(lockFile);
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
