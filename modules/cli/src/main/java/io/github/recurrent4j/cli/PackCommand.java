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
      "With --base, writes what the model has learnt since a shipped one alone: some hundred KB. The"
          + " model is one that was trained with --from and --adapter-rank; of others, what is of a"
          + " higher rank is lost."
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

  @Option(
      names = "--base",
      paramLabel = "NAME",
      description = "the shipped model that it began with, such as sentiment-en")
  String base;

  @Option(
      names = "--rank",
      defaultValue = "16",
      description = "with --base: largest rank that is kept, --adapter-rank's (16)")
  int rank;

  @Mixin NewFile newFile = new NewFile();

  @Override
  public void run() {
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
    BadOptionException.require(rank > 0, "--rank must be at least 1");
    try (BaseModel from = BaseModel.shipped(base)) {
      LowRankChange change = LowRank.change(from, file, rank);
      AtomicFile.write(out, stream -> file.write(stream, change));
    }
  }
}
