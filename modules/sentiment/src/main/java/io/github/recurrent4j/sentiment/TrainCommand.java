package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.training.TrainingOptions;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j sentiment train}. */
@Command(
    name = "train",
    description = "Trains a classifier on labelled tweets.",
    showDefaultValues = true)
final class TrainCommand implements Runnable {
  @Mixin TweetOptions tweets;

  @Option(names = "--valid-text", description = "validation texts; else a tenth is held out")
  Path validText;

  @Option(names = "--valid-labels", description = "their labels")
  Path validLabels;

  @Option(names = "--more-text", description = "further texts to learn byte pairs from")
  List<Path> moreText = List.of();

  @Option(names = "--encoder", description = "model whose encoder to start from")
  Path encoder;

  @Option(names = "--out", required = true, description = "model file to write")
  Path out;

  @Mixin SentimentConfigOptions shape;

  @Mixin TrainingOptions training;

  @Override
  public void run() {
    SentimentConfig config = shape.config();
    SentimentTrainer trainer = new SentimentTrainer(config, training.settings());
    if (encoder != null) {
      trainer.withEncoder(encoder);
    }
    List<String> more = new ArrayList<>();
    moreText.forEach(f -> TextFile.read(f, text -> text.toString().lines().forEach(more::add)));
    trainer.withText(more);
    if (training.ui()) {
      trainer.withExtensions();
    }
    List<LabelledText> valid =
        validText == null
            ? List.of()
            : TweetRecordReader.read(validText, required(validLabels), config.classes());
    TrainingState end =
        trainer.train(
            tweets.read(config.classes()),
            valid,
            Provenance.of(files(), training.settings().seed()),
            out,
            training.resume());
    System.out.printf(
        Locale.ROOT,
        "%s: validation macro recall %.4f, %.1f minutes%n",
        out,
        end.best(),
        end.minutes());
  }

  private static Path required(Path labels) {
    if (labels == null) {
      throw new BadOptionException("--valid-text needs --valid-labels");
    }
    return labels;
  }

  private Map<String, Path> files() {
    Map<String, Path> files = tweets.files();
    files.put("validText", validText);
    return files;
  }
}
