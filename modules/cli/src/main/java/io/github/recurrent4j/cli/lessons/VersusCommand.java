package io.github.recurrent4j.cli.lessons;

import io.github.recurrent4j.cli.DataOptions;
import io.github.recurrent4j.cli.Progress;
import io.github.recurrent4j.lessons.Charts;
import io.github.recurrent4j.lessons.Versus;
import io.github.recurrent4j.lessons.VersusTable;
import io.github.recurrent4j.search.SearchedData;
import io.github.recurrent4j.search.Trial;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j lessons versus}: values of one option against each other. */
@Command(
    name = "versus",
    description = "Values of one option against each other: equal time or epochs, several seeds.",
    subcommands = {
      VersusCommand.LanguageModels.class,
      VersusCommand.Sentiments.class,
      VersusCommand.Translations.class
    })
final class VersusCommand {
  private VersusCommand() {}

  /** Options of every comparison. */
  static final class VersusOptions {
    @Option(
        names = "--of",
        required = true,
        paramLabel = "OPTION=VALUE,VALUE",
        description = "an option of train and its values, such as cell=gru,lstm")
    String of;

    @Option(
        names = "--with",
        paramLabel = "OPTION=VALUE",
        description = "another option of train, the same for all; can be repeated")
    Map<String, String> with = new LinkedHashMap<>();

    @Option(names = "--minutes", description = "time of each model; else --with epochs=N")
    double minutes;

    @Option(
        names = "--equal-parameters",
        paramLabel = "HIDDEN",
        description = "hidden size of the first value; the others get as many parameters")
    int hidden;

    @Option(names = "--seeds", defaultValue = "5", description = "(${DEFAULT-VALUE})")
    int seeds;

    @Option(
        names = "--out",
        required = true,
        description = "folder for results; goes on if it has some")
    Path out;

    void run(SearchedData data) {
      int equals = of.indexOf('=');
      if (equals < 1 || equals == of.length() - 1) {
        throw new BadOptionException("--of must be OPTION=VALUE,VALUE, not " + of);
      }
      if (seeds < 1) {
        throw new BadOptionException("--seeds must be at least 1");
      }
      Map<String, Object> base = new LinkedHashMap<>(with);
      if (minutes > 0) {
        base.putIfAbsent("epochs", 1000);
      } else if (!with.containsKey("epochs")) {
        throw new BadOptionException("give --minutes, or the same epochs for all: --with epochs=N");
      }
      base.putIfAbsent("patience", 0);
      Versus versus =
          new Versus(data, base, of.substring(0, equals), out).watchedBy(new Progress());
      List<String> values = List.of(of.substring(equals + 1).split(","));
      List<Versus.Variant> variants =
          hidden > 0 ? versus.ofOneSize(values, hidden) : versus.asTheyAre(values);
      Map<Versus.Variant, List<Trial>> trials =
          versus.run(variants, seeds, minutes, VersusOptions::report);
      System.out.print(VersusTable.of(data.app().scoreName(), trials));
      Path file = out.resolve("versus.png");
      Charts.write(
          Charts.lines(
              data.app().name() + ": " + of.substring(0, equals),
              "minutes",
              "validation",
              false,
              VersusTable.curves(trials)),
          file);
      System.out.println(file);
    }

    private static void report(Trial trial) {
      System.err.printf(
          Locale.ROOT, "%s: %.4f after %.0f s%n", trial.values(), trial.score(), trial.seconds());
    }
  }

  @Command(name = "lm", description = "Language models, by perplexity.")
  static final class LanguageModels implements Runnable {
    @Mixin DataOptions.Texts data;
    @Mixin VersusOptions versus;

    @Override
    public void run() {
      versus.run(data.data());
    }
  }

  @Command(name = "sentiment", description = "Classifiers of tweets, by macro-averaged recall.")
  static final class Sentiments implements Runnable {
    @Mixin DataOptions.Tweets data;
    @Mixin VersusOptions versus;

    @Override
    public void run() {
      versus.run(data.data());
    }
  }

  @Command(name = "translation", description = "Translators, by BLEU.")
  static final class Translations implements Runnable {
    @Mixin DataOptions.Pairs data;
    @Mixin VersusOptions versus;

    @Override
    public void run() {
      versus.run(data.data());
    }
  }
}
