package io.github.recurrent4j.cli;

import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.sentiment.SentimentData;
import io.github.recurrent4j.sentiment.SentimentRegime;
import io.github.recurrent4j.sentiment.SentimentShape;
import io.github.recurrent4j.sentiment.SentimentTrainer;
import io.github.recurrent4j.sentiment.TaughtTexts;
import io.github.recurrent4j.sentiment.TweetFiles;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.LabelledText;
import io.github.recurrent4j.vectorization.Labels;
import io.github.recurrent4j.vectorization.TextFile;
import io.github.recurrent4j.vectorization.TweetRecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j sentiment train}. */
@Command(name = "train", description = "Trains a classifier on labelled tweets.")
final class SentimentTrainCommand implements Runnable {
  private static final String CLASSES = "classes";

  @Mixin TweetTables tweets;

  @Option(names = "--valid-text", description = "validation texts; else a tenth is held out")
  Path validText;

  @Option(names = "--valid-labels", description = "their labels")
  Path validLabels;

  @Option(names = "--more-text", description = "further texts to learn byte pairs from")
  List<Path> moreText = List.of();

  @Option(
      names = "--taught",
      description =
          "texts with a teacher's probabilities, besides the labelled ones: lines of classify --json")
  List<Path> taught = List.of();

  @Option(
      names = "--encoder",
      converter = ModelPath.class,
      description = "model whose encoder to start from: a file, or a shipped model by its name")
  Path encoder;

  @Option(
      names = "--from",
      converter = ModelPath.class,
      description =
          "model to begin with, a file or a shipped model by its name: its shape,"
              + " tokens and weights are kept, and the rate is 0.0005"
              + " unless given; to forget nothing, mix texts like its own among the others")
  Path from;

  @Mixin OutputOptions output = new OutputOptions();

  RemoteTables remote = RemoteTables.NONE;

  final SettingOptions<SentimentShape> shape = SettingOptions.of(SentimentShape.class);

  final SettingOptions<SentimentRegime> regime = SettingOptions.of(SentimentRegime.of(Map.of()));

  @Override
  public void run() {
    begin().close();
    TrainingState end = output.end();
    System.out.printf(
        Locale.ROOT,
        "%s: validation %s %.4f, %.1f minutes%n",
        output.out,
        regime.value().score().described(),
        end.best(),
        end.minutes());
  }

  private SentimentClassifier begin() {
    if (from == null) {
      Labels labels =
          shape.given().containsKey(CLASSES) ? Labels.numbered(shape.value().classes()) : found();
      return SentimentTrainer.train(
          shape.value().withClasses(labels.size()),
          regime.value(),
          data(labels),
          output.output(),
          output.listener());
    }
    Tuning.refuseShape(shape, Set.of());
    BadOptionException.require(encoder == null, "--from has an encoder: leave --encoder out");
    SentimentRegime given = regime.value();
    SentimentRegime how =
        Tuning.gentle(regime, given, rate -> given.training(t -> t.withLearningRate(rate)));
    try (SentimentClassifier start = SentimentClassifier.load(from)) {
      SentimentData data = data(start.labels());
      Map<String, Path> files = new LinkedHashMap<>(data.files());
      files.put("from", from);
      return SentimentTrainer.tune(
          start, how, data.withFiles(files), output.output(), output.listener());
    }
  }

  private SentimentData data(Labels labels) {
    List<String> more = new ArrayList<>();
    moreText.forEach(f -> TextFile.read(f, text -> text.toString().lines().forEach(more::add)));
    List<LabelledText> valid =
        validText == null
            ? List.of()
            : TweetRecordReader.read(validText, required(validLabels), labels);
    return train(labels, valid)
        .of(labels)
        .with(d -> d.moreText(more).encoder(Optional.ofNullable(encoder)).files(files()));
  }

  private Labels found() {
    return remote.wanted() ? remote.labels(far(), tweets.label) : tweets.files().found();
  }

  private SentimentData train(Labels labels, List<LabelledText> valid) {
    if (!remote.wanted()) {
      List<LabelledText> train = new ArrayList<>(tweets.files().read(labels));
      taught.forEach(file -> train.addAll(TaughtTexts.read(file, labels.size())));
      return SentimentData.of(train, valid);
    }
    RemoteTables.Run run = new RemoteTables.Run(output.out, regime.value().training().seed());
    return SentimentData.of(remote.tweets(far(), tweets.text, tweets.label, labels, run), valid);
  }

  /** Tables that others read; their names may be of other file systems. */
  private List<String> far() {
    TweetFiles local = tweets.tweets.files();
    BadOptionException.require(
        !tweets.tables.isEmpty() && local.files().isEmpty() && taught.isEmpty(),
        "--sharded reads --table alone");
    return tweets.tables;
  }

  private static Path required(Path labels) {
    if (labels == null) {
      throw new BadOptionException("--valid-text needs --valid-labels");
    }
    return labels;
  }

  private Map<String, Path> files() {
    Map<String, Path> files = remote.wanted() ? new LinkedHashMap<>() : tweets.files().files();
    for (int i = 0; i < taught.size(); i++) {
      files.put("taught" + i, taught.get(i));
    }
    if (validText != null) {
      files.put("validText", validText);
    }
    return files;
  }
}
