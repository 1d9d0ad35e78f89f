package io.github.recurrent4j.training;

import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The files of one training, taken before it begins: what cannot be written is said then and not
 * hours later, and nobody else trains into them meanwhile.
 */
public final class OutputFiles implements AutoCloseable {
  private final Output output;
  private final Claim claim;

  private OutputFiles(Output output, Claim claim) {
    this.output = output;
    this.claim = claim;
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
    OutputFiles files = locked(new Output(file, wanted.existing()), named);
    // Only now: another training may just have ended.
    try {
      if (wanted.existing() == Output.Existing.KEEP && Files.exists(file)) {
        throw new BadInputException(
            named + " is there already: give --overwrite, --resume or another --out");
      }
      if (Files.exists(file) && !Files.isWritable(file)) {
        throw new BadInputException("cannot write " + named + ": check its permissions");
      }
    } catch (BadInputException e) {
      files.close();
      throw e;
    }
    return files;
  }

  private static Path followed(Path named) {
    try {
      return AtomicFile.followed(named);
    } catch (IOException e) {
      throw notWritable(named, e);
    }
  }

  private static OutputFiles locked(Output output, Path named) {
    try {
      return new OutputFiles(output, Claim.take(output.sibling(".lock")));
    } catch (Claim.TakenException e) {
      throw new BadInputException(
          "another training writes "
              + named
              + (e.owner().isEmpty() ? "" : " (process " + e.owner() + ")")
              + ": wait for its end, or give another --out",
          e);
    } catch (IOException e) {
      throw notWritable(named, e);
    }
  }

  private static BadInputException notWritable(Path file, IOException e) {
    return new BadInputException(
        "cannot write "
            + file
            + " ("
            + AtomicFile.reason(e)
            + "): check the folder and its permissions",
        e);
  }

  /** Where the model goes, links followed. */
  public Output output() {
    return output;
  }

  @Override
  public void close() {
    claim.close();
  }
}
