package io.github.recurrent4j.cli;

import io.github.recurrent4j.captioning.Captioner;
import io.github.recurrent4j.captioning.ShapeDrawings;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code r4j captioning}: trains, evaluates and runs captioners of pictures. */
@Command(
    name = "captioning",
    description = "Captions of pictures, or of feature vectors.",
    subcommands = {
      CaptioningTrainCommand.class,
      CaptioningEvaluateCommand.class,
      CaptioningCaptionCommand.class,
      CaptioningCommand.Draw.class
    })
final class CaptioningCommand {
  /** A model file, or the shipped model by its name where there is no such file. */
  static Captioner open(Path model) {
    return Captioner.SHIPPED.equals(model.toString()) && !Files.exists(model)
        ? Captioner.pretrained()
        : Captioner.load(model);
  }

  /** {@code r4j captioning draw}. */
  @Command(
      name = "draw",
      description = "Draws coloured shapes with captions in English and Spanish, to try it out.")
  static final class Draw implements Runnable {
    @Option(names = "--out", required = true, description = "folder for the PNGs and shapes.tsv")
    Path out;

    @Option(
        names = "--count",
        defaultValue = "2000",
        description = "number of drawings (${DEFAULT-VALUE})")
    int count;

    @Option(
        names = "--seed",
        defaultValue = "1",
        description = "seed of what is drawn (${DEFAULT-VALUE})")
    long seed;

    @Override
    public void run() {
      ShapeDrawings.write(out, count, seed);
      System.out.println(out.resolve("shapes.tsv") + ": " + count + " drawings");
    }
  }
}
