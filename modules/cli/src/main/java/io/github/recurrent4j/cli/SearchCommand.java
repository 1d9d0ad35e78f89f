package io.github.recurrent4j.cli;

import io.github.recurrent4j.search.Search;
import io.github.recurrent4j.search.SearchSettings;
import io.github.recurrent4j.search.SearchedApp;
import io.github.recurrent4j.search.SearchedData;
import io.github.recurrent4j.search.Setting;
import io.github.recurrent4j.search.SettingSpace;
import io.github.recurrent4j.search.Trial;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code r4j search}: finds hyperparameters. */
@Command(
    name = "search",
    description = "Searches hyperparameters with Arbiter.",
    subcommands = {
      SearchCommand.LanguageModels.class,
      SearchCommand.Sentiments.class,
      SearchCommand.Translations.class
    })
final class SearchCommand {
  private static final int SHOWN = 5;
  private static final int LONGEST_SPACE = 1 << 20;

  /** Options of every search. */
  static final class SearchOptions {
    @Option(
        names = "--space",
        description = "JSON file: option names of train with values or ranges; else a built-in one")
    Path space;

    @Option(
        names = "--out",
        required = true,
        description = "folder for results; goes on if it has some")
    Path out;

    final SettingOptions<SearchSettings> settings = SettingOptions.of(SearchSettings.class);

    void run(SearchedData data) {
      SearchedApp app = data.app();
      Search search = new Search(data, read(app), settings.value(), out).watchedBy(new Progress());
      List<Trial> all = search.run(trial -> System.err.print(board(search, trial)));
      Trial best = all.stream().min(Search.order(app.score().minimize())).orElse(null);
      if (best == null || !best.scored()) {
        throw new BadInputException(
            "no candidate succeeded: the reasons are in " + out.resolve("trials.jsonl"));
      }
      System.out.printf(
          Locale.ROOT,
          "best of %d: %s %.4f%n%s%nreport: %s; train with it: ./r4j %s train ... --max-minutes M @%s%n",
          all.size(),
          app.scoreName(),
          best.score(),
          String.join(" ", new Setting(best.values()).arguments()),
          out.resolve("report.html"),
          app.name(),
          out.resolve("best.args"));
    }

    private SettingSpace read(SearchedApp app) {
      if (space != null) {
        return SettingSpace.parse(TextFile.whole(space, LONGEST_SPACE), space.toString());
      }
      String name = app.name() + ".json";
      try (InputStream in = Search.class.getResourceAsStream(name)) {
        return SettingSpace.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What became of a candidate, and the best so far. */
    private static String board(Search search, Trial trial) {
      StringBuilder out = new StringBuilder();
      out.append(
          String.format(
              Locale.ROOT,
              "%ncandidate %d %s after %.0f s: %s%n",
              trial.index(),
              trial.status().name().toLowerCase(Locale.ROOT),
              trial.seconds(),
              trial.scored()
                  ? String.format(Locale.ROOT, "%s %.4f", search.app().scoreName(), trial.score())
                  : trial.why()));
      int place = 0;
      List<Trial> sorted =
          search.trials().stream()
              .filter(Trial::scored)
              .sorted(Search.order(search.app().score().minimize()))
              .limit(SHOWN)
              .toList();
      for (Trial t : sorted) {
        out.append(
            String.format(
                Locale.ROOT,
                "  %d. %10.4f  #%-3d %s%n",
                ++place,
                t.score(),
                t.index(),
                String.join(" ", new Setting(t.values()).arguments())));
      }
      return out.append(System.lineSeparator()).toString();
    }
  }

  @Command(name = "lm", description = "Language models, by perplexity.")
  static final class LanguageModels implements Runnable {
    @Mixin DataOptions.Texts data;
    @Mixin SearchOptions search;

    @Override
    public void run() {
      search.run(data.data());
    }
  }

  @Command(name = "sentiment", description = "Classifiers of tweets, by macro-averaged recall.")
  static final class Sentiments implements Runnable {
    @Mixin DataOptions.Tweets data;
    @Mixin SearchOptions search;

    @Override
    public void run() {
      search.run(data.data());
    }
  }

  @Command(name = "translation", description = "Translators, by BLEU.")
  static final class Translations implements Runnable {
    @Mixin DataOptions.Pairs data;
    @Mixin SearchOptions search;

    @Override
    public void run() {
      search.run(data.data());
    }
  }
}
