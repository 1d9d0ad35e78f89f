package io.github.recurrent4j.cli;

import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.sentiment.AveragedClassifier;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentEvaluation;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.WeightedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j sentiment average}. */
@Command(
    name = "average",
    description =
        "Averages the weights of models that were trained on from the same one, and calibrates the result.")
final class SentimentAverageCommand implements Runnable {
  @Parameters(
      paramLabel = "MODEL[:WEIGHT]",
      arity = "2..*",
      description =
          "model files, or shipped models by their names; how much each counts, 1 unless given: the model"
              + " that training began with, beside the one that came of it, keeps more of what it knew")
  List<String> models;

  @Mixin TweetTables tweets;

  @Option(names = "--out", required = true, description = "model file to write")
  Path out;

  @Option(
      names = "--even",
      defaultValue = "0",
      description =
          "how far to move the classes' biases towards where all are alike beforehand, however rare among"
              + " the texts, 0 to 1 (${DEFAULT-VALUE}): better for macro recall, worse for accuracy")
  double even;

  @Option(
      names = "--weights",
      defaultValue = "f32",
      description = "what weights are stored as: f32, f16 or int8 (f32)")
  WeightType weights;

  @Override
  public void run() {
    List<WeightedFile> files = new ArrayList<>();
    models.forEach(model -> files.add(file(WeightedFile.parse(model))));
    Labels labels;
    try (SentimentClassifier first = SentimentClassifier.load(files.get(0).file())) {
      labels = first.labels();
    }
    SentimentEvaluation found =
        AveragedClassifier.write(files, tweets.files().read(labels), even, out, weights);
    System.out.print(found.table());
  }

  private static WeightedFile file(WeightedFile named) {
    try {
      Path file = new ModelPath().convert(named.file().toString());
      return new WeightedFile(file, named.weight());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
