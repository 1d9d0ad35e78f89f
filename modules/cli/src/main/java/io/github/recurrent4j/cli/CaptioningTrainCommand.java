package io.github.recurrent4j.cli;

import io.github.recurrent4j.captioning.CaptionData;
import io.github.recurrent4j.captioning.CaptionExample;
import io.github.recurrent4j.captioning.CaptionRegime;
import io.github.recurrent4j.captioning.CaptionShape;
import io.github.recurrent4j.captioning.CaptionTable;
import io.github.recurrent4j.captioning.CaptionTrainer;
import io.github.recurrent4j.captioning.Captioner;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j captioning train}. */
@Command(name = "train", description = "Trains a captioner on pictures with captions.")
final class CaptioningTrainCommand implements Runnable {
  @Option(
      names = "--train",
      required = true,
      description =
          "table of pictures: a first row 'image' and a language for each column of captions, then"
              + " a row for each picture; files are looked for beside the table")
  Path train;

  @Option(names = "--valid", description = "the same for validation; else some rows are held out")
  Path valid;

  @Option(
      names = "--train-features",
      paramLabel = "FILE",
      description =
          "feature vectors of the rows of --train, .npy or .csv; --features is their size")
  Path trainFeatures;

  @Option(
      names = "--valid-features",
      paramLabel = "FILE",
      description = "features of the rows of --valid")
  Path validFeatures;

  @Option(
      names = "--from",
      converter = ModelPath.class,
      description =
          "model to begin with, a file or a shipped model by its name: its shape,"
              + " languages, tokens and weights are kept, and the rate is"
              + " 0.0005 unless given")
  Path from;

  @Mixin OutputOptions output;

  final SettingOptions<CaptionShape> shape = SettingOptions.of(CaptionShape.class);

  final SettingOptions<CaptionRegime> regime = SettingOptions.of(CaptionRegime.of(Map.of()));

  @Override
  public void run() {
    begin().close();
    TrainingState end = output.end();
    System.out.printf(
        Locale.ROOT,
        "%s: validation CIDEr %.3f (greedy), %.1f minutes%n",
        output.out,
        end.best(),
        end.minutes());
  }

  private Captioner begin() {
    if (from == null) {
      CaptionShape wanted = shape.value();
      return CaptionTrainer.train(
          wanted, regime.value(), data(wanted), output.output(), output.listener());
    }
    Tuning.refuseShape(shape, Set.of());
    CaptionRegime given = regime.value();
    CaptionRegime how =
        Tuning.gentle(regime, given, rate -> given.training(t -> t.withLearningRate(rate)));
    try (Captioner start = Captioner.load(from)) {
      return CaptionTrainer.tune(
          start, how, data(start.shape()), output.output(), output.listener());
    }
  }

  private CaptionData data(CaptionShape wanted) {
    CaptionTable table = CaptionTable.read(train);
    List<CaptionExample> held = List.of();
    if (valid != null) {
      CaptionTable other = CaptionTable.read(valid);
      if (!other.languages().equals(table.languages())) {
        throw new BadInputException(
            valid + " has other columns than " + train + ": name the same languages in both");
      }
      held = other.examples(wanted, Optional.ofNullable(validFeatures));
    }
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("train", train);
    files.put("trainFeatures", trainFeatures);
    files.put("valid", valid);
    files.put("validFeatures", validFeatures);
    files.put("from", from);
    files.values().removeIf(java.util.Objects::isNull);
    return new CaptionData(
        table.languages(), table.examples(wanted, Optional.ofNullable(trainFeatures)), held, files);
  }
}
