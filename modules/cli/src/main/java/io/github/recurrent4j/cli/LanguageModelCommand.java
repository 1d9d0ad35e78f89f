package io.github.recurrent4j.cli;

import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j lm}: trains, evaluates, samples and scores with language models. */
@Command(
    name = "lm",
    description = "Language models of characters, words or byte pairs.",
    subcommands = {
      LanguageModelCommand.Train.class,
      LanguageModelEvaluateCommand.class,
      LanguageModelGenerateCommand.class,
      LanguageModelScoreCommand.class
    })
final class LanguageModelCommand {
  static final String MODEL =
      "model file, or a shipped model: shakespeare (characters), english, spanish; else shakespeare";

  /** A model file, or a shipped model by its name where there is no such file. */
  static LanguageModel open(Path model) {
    if (model == null) {
      return LanguageModel.pretrained();
    }
    String name = model.toString();
    return LanguageModel.shipped().contains(name) && !Files.exists(model)
        ? LanguageModel.pretrained(name)
        : LanguageModel.load(model);
  }

  @Command(name = "train", description = "Trains a model on a text file.")
  static final class Train implements Runnable {
    @Option(names = "--train", required = true, description = "training text, UTF-8")
    String train;

    @Option(names = "--valid", description = "validation text; else the last 5 %% of --train")
    Path valid;

    @Option(
        names = "--from",
        converter = ModelPath.class,
        description =
            "model to begin with, a file or a shipped model by its name: its shape,"
                + " tokens and weights are kept, and the rate is 0.0005"
                + " unless given")
    Path from;

    @Mixin OutputOptions output = new OutputOptions();

    RemoteTables remote = RemoteTables.NONE;

    final SettingOptions<LanguageModelShape> shape =
        SettingOptions.of(LanguageModelShape.standard());

    final SettingOptions<LanguageModelRegime> regime =
        SettingOptions.of(LanguageModelRegime.of(LanguageModelShape.standard(), Map.of()));

    @Override
    public void run() {
      begin().close();
      TrainingState end = output.end();
      System.out.printf(
          Locale.ROOT,
          "%s: validation %.4f nats/token, perplexity %.2f, %.1f minutes%n",
          output.out,
          end.best(),
          Math.exp(end.best()),
          end.minutes());
    }

    private LanguageModel begin() {
      if (from == null) {
        LanguageModelShape wanted = Settings.check(LanguageModelShape.of(shape.given()));
        LanguageModelRegime how = LanguageModelRegime.of(wanted, regime.given());
        return LanguageModelTrainer.train(
            wanted, how, data(how), output.output(), output.listener());
      }
      Tuning.refuseShape(shape, Set.of());
      try (LanguageModel start = LanguageModel.load(from)) {
        LanguageModelRegime given = LanguageModelRegime.of(start.shape(), regime.given());
        LanguageModelRegime how =
            Tuning.gentle(regime, given, rate -> given.training(t -> t.withLearningRate(rate)));
        return LanguageModelTrainer.tune(start, how, data(how), output.output(), output.listener());
      }
    }

    private LanguageModelData data(LanguageModelRegime how) {
      LanguageModelData data =
          new LanguageModelData(
              Path.of(train), Optional.ofNullable(valid), Optional.ofNullable(from));
      return remote.wanted()
          ? data.withRemote(
              remote.text(train, new RemoteTables.Run(output.out, how.training().seed())))
          : data;
    }
  }
}
