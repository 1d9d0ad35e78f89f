package io.github.recurrent4j.cli;

import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.sentiment.AveragedClassifier;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentEvaluation;
import io.github.recurrent4j.vectorization.Labels;
import java.nio.file.Path;
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
  @Parameters(paramLabel = "MODEL", arity = "2..*", description = "model files")
  List<Path> models;

  @Mixin TweetTables tweets;

  @Option(names = "--out", required = true, description = "model file to write")
  Path out;

  @Option(
      names = "--weights",
      defaultValue = "f32",
      description = "what weights are stored as: f32, f16 or int8 (f32)")
  WeightType weights;

  @Override
  public void run() {
    Labels labels;
    try (SentimentClassifier first = SentimentClassifier.load(models.get(0))) {
      labels = first.labels();
    }
    SentimentEvaluation found =
        AveragedClassifier.write(models, tweets.files().read(labels), out, weights);
    System.out.print(found.table());
  }
}
