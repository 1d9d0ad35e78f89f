package io.github.recurrent4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.languagemodel.Evaluation;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelData;
import io.github.recurrent4j.languagemodel.LanguageModelRegime;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.languagemodel.LanguageModelTrainer;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j lm}: trains, evaluates, samples and scores with language models. */
@Command(
    name = "lm",
    description = "Character and word language models.",
    subcommands = {
      LanguageModelCommand.Train.class,
      LanguageModelCommand.Evaluate.class,
      LanguageModelGenerateCommand.class,
      LanguageModelScoreCommand.class
    })
final class LanguageModelCommand {
  static LanguageModel open(Path file) {
    return file == null ? LanguageModel.pretrained() : LanguageModel.load(file);
  }

  @Command(name = "train", description = "Trains a model on a text file.")
  static final class Train implements Runnable {
    @Option(names = "--train", required = true, description = "training text, UTF-8")
    Path train;

    @Option(names = "--valid", description = "validation text; else the last 5 %% of --train")
    Path valid;

    @Mixin OutputOptions output;

    final SettingOptions<LanguageModelShape> shape =
        SettingOptions.of(LanguageModelShape.standard());

    final SettingOptions<LanguageModelRegime> regime =
        SettingOptions.of(LanguageModelRegime.of(LanguageModelShape.standard(), Map.of()));

    @Override
    public void run() {
      LanguageModelShape wanted = Settings.check(LanguageModelShape.of(shape.given()));
      LanguageModelTrainer.train(
              wanted,
              LanguageModelRegime.of(wanted, regime.given()),
              new LanguageModelData(train, Optional.ofNullable(valid)),
              output.output(),
              output.listener())
          .close();
      TrainingState end = output.end();
      System.out.printf(
          Locale.ROOT,
          "%s: validation %.4f nats/token, perplexity %.2f, %.1f minutes%n",
          output.out,
          end.best(),
          Math.exp(end.best()),
          end.minutes());
    }
  }

  @Command(name = "evaluate", description = "Perplexity of a model on a text file.")
  static final class Evaluate implements Runnable {
    @Option(names = "--model", description = "model file; else the pretrained model")
    Path model;

    @Option(names = "--data", required = true, description = "text file, UTF-8")
    Path data;

    @Option(names = "--json", description = "print a JSON object")
    boolean json;

    @Override
    public void run() {
      try (LanguageModel lm = open(model)) {
        Evaluation e = lm.evaluate(data);
        System.out.println(json ? json(e) : text(e));
      }
    }

    private static String text(Evaluation e) {
      return String.format(
          Locale.ROOT,
          "%d tokens: %.4f nats/token, perplexity %.2f, %.4f bits/token, %.4f bits/byte, %.0f"
              + " tokens/s",
          e.tokens(),
          e.nats(),
          e.perplexity(),
          e.bitsPerToken(),
          e.bitsPerByte(),
          e.tokensPerSecond());
    }

    private static String json(Evaluation e) {
      try {
        return new ObjectMapper().writeValueAsString(e);
      } catch (JsonProcessingException ex) {
        throw new IllegalStateException(ex);
      }
    }
  }
}
