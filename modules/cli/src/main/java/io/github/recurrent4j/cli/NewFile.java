package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --overwrite} of a command that writes files and trains nothing. */
final class NewFile {
  @Option(names = "--overwrite", description = "put it in the place of a file that is there")
  private boolean overwrite;

  /**
   * Checks where a file is to go.
   *
   * @param refusal what cannot be done, as the message begins
   * @throws BadInputException if a file is there that is not to be overwritten
   */
  void check(String refusal, Path file) {
    if (Files.exists(file) && !overwrite) {
      throw new BadInputException(
          refusal + ": " + file + " is there already: give --overwrite or another --out");
    }
  }
}
