package io.github.recurrent4j.languagemodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.recurrent4j.training.InferenceOptions;
import io.github.recurrent4j.training.Precision;
import io.github.recurrent4j.training.TrainingOptions;
import io.github.recurrent4j.training.TrainingState;
import io.github.recurrent4j.vectorization.CommandLines;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j lm}: trains, evaluates and samples language models. */
@Command(
    name = "lm",
    description = "Character and word language models.",
    subcommands = {
      LanguageModelMain.Train.class,
      LanguageModelMain.Evaluate.class,
      LanguageModelMain.Generate.class
    })
public final class LanguageModelMain {
  private LanguageModelMain() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(new LanguageModelMain(), args));
  }

  private static LanguageModel open(Path file) {
    return file == null ? LanguageModel.pretrained() : LanguageModel.load(file);
  }

  @Command(name = "train", description = "Trains a model on a text file.", showDefaultValues = true)
  static final class Train implements Runnable {
    @Option(names = "--train", required = true, description = "training text, UTF-8")
    Path train;

    @Option(names = "--valid", description = "validation text; else the last 5 %% of --train")
    Path valid;

    @Option(names = "--out", required = true, description = "model file")
    Path out;

    @Mixin LanguageModelConfigOptions shape;

    @Mixin TrainingOptions training;

    @Override
    public void run() {
      LanguageModelTrainer trainer =
          new LanguageModelTrainer(shape.config(), shape.settings(training));
      if (training.ui()) {
        trainer.withExtensions();
      }
      TrainingState end = trainer.train(train, valid, out, training.resume());
      System.out.printf(
          Locale.ROOT,
          "%s: validation %.4f nats/token, perplexity %.2f, %.1f minutes%n",
          out,
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
          "%d tokens: %.4f nats/token, perplexity %.2f, %.4f bits/token, %.0f tokens/s",
          e.tokens(),
          e.nats(),
          e.perplexity(),
          e.bitsPerToken(),
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

  @Command(name = "generate", description = "Samples text from a model.", showDefaultValues = true)
  static final class Generate implements Runnable {
    @Option(names = "--model", description = "model file; else the pretrained model")
    Path model;

    @Option(names = "--prime", defaultValue = "", description = "text to continue")
    String prime;

    @Option(names = "--length", defaultValue = "400", description = "tokens to generate")
    int length;

    @Option(names = "--temperature", defaultValue = "0.8", description = "0: likeliest token")
    double temperature;

    @Option(names = "--top-k", defaultValue = "0", description = "only the K likeliest; 0: all")
    int topK;

    @Option(names = "--top-p", defaultValue = "1", description = "only the likeliest that hold P")
    double topP;

    @Option(names = "--seed", defaultValue = "1", description = "seed of the sampling")
    long seed;

    @Mixin InferenceOptions inference;

    @Override
    public void run() {
      inference.apply(Precision.F32);
      GenerationOptions options =
          new GenerationOptions(prime, length, temperature, topK, topP, seed);
      try (LanguageModel lm = open(model)) {
        // The prime is printed once it is known to be usable: with the first token.
        String[] before = {prime};
        lm.stream(
            options,
            token -> {
              System.out.print(before[0] + token);
              System.out.flush();
              before[0] = "";
            });
        System.out.println(before[0]);
      }
    }
  }
}
