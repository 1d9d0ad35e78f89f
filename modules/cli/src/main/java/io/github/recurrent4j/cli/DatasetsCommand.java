package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.TextPair;
import io.github.recurrent4j.vectorization.datasets.Catalogue;
import io.github.recurrent4j.vectorization.datasets.Downloader;
import io.github.recurrent4j.vectorization.datasets.SpanishNumbers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code r4j datasets}: lists, downloads and checks public corpora. */
@Command(
    name = "datasets",
    description = "Public corpora: list them, download them, check them.",
    subcommands = {
      DatasetsCommand.ListAll.class,
      DatasetsCommand.Fetch.class,
      DatasetsCommand.Verify.class,
      DatasetsCommand.Numbers.class
    })
final class DatasetsCommand {
  @Command(name = "list", description = "One line a corpus: name, licence, what it is.")
  static final class ListAll implements Runnable {
    @Override
    public void run() {
      for (Catalogue.Corpus c : Catalogue.all()) {
        System.out.printf(
            "%-20s %s%n%20s licence: %s; credit: %s%n%20s split: %s%n",
            c.name(), c.what(), "", c.licence(), c.credit(), "", c.split());
        for (Catalogue.Item item : c.files()) {
          System.out.printf("%20s %s%n", "", item.url());
        }
      }
    }
  }

  abstract static class OnCorpora implements Runnable {
    @Parameters(
        arity = "0..*",
        paramLabel = "NAME",
        description = "corpora; all when none is named")
    List<String> names = List.of();

    @Option(
        names = "--dir",
        description = "folder for the files (default: ${DEFAULT-VALUE})",
        defaultValue = "${sys:user.home}/.recurrent4j/datasets")
    Path dir;

    List<Catalogue.Corpus> corpora() {
      return names.isEmpty() ? Catalogue.all() : names.stream().map(Catalogue::get).toList();
    }

    Path file(Catalogue.Corpus corpus, Catalogue.Item item) {
      return dir.resolve(corpus.name()).resolve(item.path());
    }
  }

  @Command(name = "fetch", description = "Downloads corpora; a broken download goes on.")
  static final class Fetch extends OnCorpora {
    @Override
    public void run() {
      Downloader downloader = new Downloader();
      for (Catalogue.Corpus corpus : corpora()) {
        for (Catalogue.Item item : corpus.files()) {
          Path file = file(corpus, item);
          downloader.fetch(
              item, file, bytes -> System.err.printf("\r%s: %,d bytes", item.path(), bytes));
          System.err.println();
          System.out.println(file);
        }
      }
    }
  }

  @Command(name = "verify", description = "Checks files against the catalogue's SHA-256.")
  static final class Verify extends OnCorpora {
    @Override
    public void run() {
      int wrong = 0;
      for (Catalogue.Corpus corpus : corpora()) {
        for (Catalogue.Item item : corpus.files()) {
          Path file = file(corpus, item);
          String state =
              !Files.exists(file) ? "missing" : Downloader.matches(item, file) ? "ok" : "WRONG";
          wrong += state.equals("WRONG") ? 1 : 0;
          System.out.println(state + "\t" + file);
        }
      }
      if (wrong > 0) {
        throw new BadInputException(
            wrong + " files differ from the catalogue: delete them and fetch again");
      }
    }
  }

  @Command(
      name = "numbers-es",
      description = "Prints Spanish numbers and dates in figures, a tab, and their words.")
  static final class Numbers implements Runnable {
    @Option(
        names = "--pairs",
        defaultValue = "4000",
        description = "how many, 1 to 20000 (${DEFAULT-VALUE})")
    int pairs;

    @Option(names = "--seed", defaultValue = "1", description = "which (${DEFAULT-VALUE})")
    long seed;

    @Override
    public void run() {
      BadOptionException.require(pairs >= 1 && pairs <= 20_000, "--pairs must be in [1, 20000]");
      for (TextPair pair : SpanishNumbers.pairs(pairs, seed)) {
        System.out.println(pair.source() + "\t" + pair.target());
      }
    }
  }
}
