package io.github.recurrent4j.cli;

import io.github.recurrent4j.training.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads options that name the model a training begins with: a file, or a shipped model by its name
 * where there is no such file. That is copied to a temporary file for the length of the run, so
 * that its hash stands among those of the run's data.
 */
public final class ModelPath implements ITypeConverter<Path> {
  @Override
  public Path convert(String value) throws IOException {
    Path file = Path.of(value);
    String shipped = value + ".zip";
    if (value.contains("/") || Files.exists(file) || !ModelFiles.isPretrained(shipped)) {
      return file;
    }
    Path folder = Files.createTempDirectory("recurrent4j-");
    Path copy = folder.resolve(shipped);
    // Deleted in the reverse order.
    folder.toFile().deleteOnExit();
    copy.toFile().deleteOnExit();
    ModelFiles.copyPretrained(shipped, copy);
    return copy;
  }
}
