package io.github.recurrent4j.cli;

import io.github.recurrent4j.inference.model.BaseModel;
import io.github.recurrent4j.inference.model.LowRankChange;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.training.LowRank;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadOptionException;
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
          + " f32 and f16 are.",
      "With --base, writes what the model has learnt since the shipped one that it was trained on from"
          + " alone, coarsely: some hundred KB, of a model that answers much like the whole one. Evaluate"
          + " it."
    })
final class PackCommand implements Runnable {
  private static final long KILO = 1000;

  @Parameters(paramLabel = "MODEL", description = "model file")
  Path model;

  @Option(names = "--out", required = true, description = "model file to write")
  Path out;

  @Option(
      names = "--weights",
      defaultValue = "int8",
      description = "what weights are stored as: f32, f16 or int8 (int8)")
  WeightType weights;

  @Option(
      names = "--base",
      paramLabel = "NAME",
      description = "the shipped model that it began with, such as sentiment-en")
  String base;

  @Option(
      names = "--kilobytes",
      defaultValue = "100",
      description = "with --base: size of the file, about (${DEFAULT-VALUE})")
  int kilobytes;

  @Mixin NewFile newFile = new NewFile();

  @Override
  public void run() {
    BadOptionException.require(kilobytes > 0, "--kilobytes must be at least 1");
    BadOptionException.require(
        base == null || ModelFiles.isPretrained(base + ".zip"),
        "--base: no model '" + base + "' is shipped");
    newFile.check("cannot be packed", out);
    ModelFiles.readAny(
        model,
        file -> {
          try (file) {
            if (base == null) {
              ModelFiles.write(out, file, weights);
            } else {
              writeChange(file);
            }
          }
          return out;
        });
  }

  private void writeChange(ModelFile file) {
    try (BaseModel from = BaseModel.shipped(base)) {
      LowRankChange change = LowRank.change(from, file, kilobytes * KILO);
      AtomicFile.write(out, stream -> file.write(stream, change));
    }
  }
}
