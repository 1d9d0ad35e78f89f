package io.github.recurrent4j.cli;

import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.training.ModelFiles;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j pack}. */
@Command(
    name = "pack",
    description = {
      "Writes a model of any application with its weights in fewer bits: a smaller file, computed"
          + " with as before.",
      "int8 keeps a byte a weight and a scale for each 32 of them; such a file is not DL4J's any more,"
          + " f32 and f16 are."
    })
final class PackCommand implements Runnable {
  @Parameters(paramLabel = "MODEL", description = "model file")
  Path model;

  @Option(names = "--out", required = true, description = "model file to write")
  Path out;

  @Option(
      names = "--weights",
      defaultValue = "int8",
      description = "what weights are stored as: f32, f16 or int8 (int8)")
  WeightType weights;

  @Mixin NewFile newFile = new NewFile();

  @Override
  public void run() {
    newFile.check("cannot be packed", out);
    ModelFiles.readAny(
        model,
        file -> {
          try (file) {
            ModelFiles.write(out, file, weights);
          }
          return out;
        });
  }
}
