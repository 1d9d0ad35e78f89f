package io.github.recurrent4j.cli;

import io.github.recurrent4j.translation.LanguagePair;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** Which translator is meant: a model file, a shipped model, or the shipped one into a language. */
final class WhichTranslator {
  static final String MODEL =
      "model file, or a shipped model: es-en, en-es, phonemes, utterances, chat; else es-en";

  /** What the shipped translators write. */
  enum Target {
    /** English. */
    EN(LanguagePair.ES_EN),
    /** Spanish. */
    ES(LanguagePair.EN_ES);

    private final LanguagePair languages;

    Target(LanguagePair languages) {
      this.languages = languages;
    }
  }

  @Option(names = "--model", description = MODEL)
  private Path model;

  @Option(
      names = "--to",
      description = "en or es: the shipped translator from the other of the two; else en")
  private Target target;

  /** The languages of the shipped translator that is meant without a model. */
  LanguagePair languages() {
    return target == null ? LanguagePair.ES_EN : target.languages;
  }

  /** Opens it. */
  Translator open() {
    BadOptionException.require(
        model == null || target == null,
        "--to chooses a shipped translator: leave it or --model out");
    return model == null ? Translator.pretrained(languages()) : open(model);
  }

  /** A model file, or a shipped model by its name where there is no such file. */
  static Translator open(Path file) {
    String name = file.toString();
    boolean shipped =
        Translator.shipped().contains(name)
            || Arrays.stream(LanguagePair.values()).anyMatch(pair -> pair.code().equals(name));
    return shipped && !Files.exists(file) ? Translator.pretrained(name) : Translator.load(file);
  }
}
