package io.github.recurrent4j.serving;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.sentiment.Language;
import io.github.recurrent4j.sentiment.SentimentClassifier;
import io.github.recurrent4j.training.ModelFiles;
import io.github.recurrent4j.translation.LanguagePair;
import io.github.recurrent4j.translation.Translator;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The models that are served, by name: those that are shipped, and those that were given. */
final class Models implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern PAIR = Pattern.compile("[A-Za-z0-9]+-[A-Za-z0-9]+");

  private final Map<String, Hosted<Translator>> translators = new LinkedHashMap<>();
  private final Map<String, Hosted<SentimentClassifier>> classifiers = new LinkedHashMap<>();
  private final Map<String, Hosted<LanguageModel>> languageModels = new LinkedHashMap<>();

  /** What a translator reads and writes, as codes. */
  record Pair(String source, String target) {}

  private enum App {
    TRANSLATION,
    SENTIMENT,
    LANGUAGE_MODEL
  }

  private record Opened(App app, Hosted<?> model) {}

  /**
   * Opens models, several at a time.
   *
   * @param given files by name; one with the name of a shipped model takes its place
   * @param precision of translators and classifiers; language models compute in float32
   * @throws BadInputException if one cannot be opened
   */
  static Models open(Map<String, Path> given, Precision precision) {
    given.keySet().forEach(Models::checkName);
    List<Supplier<Opened>> all = new ArrayList<>();
    given.forEach((name, file) -> all.add(() -> file(name, file, precision)));
    shipped(precision)
        .forEach(
            (name, opening) -> {
              if (!given.containsKey(name)) {
                all.add(opening);
              }
            });
    List<CompletableFuture<Opened>> opening =
        all.stream().map(CompletableFuture::supplyAsync).toList();
    Models models = new Models();
    try {
      opening.forEach(one -> models.add(one.join()));
      models.translators.values().forEach(Models::pair);
      return models;
    } catch (CompletionException e) {
      for (CompletableFuture<Opened> one : opening) {
        var unused = one.whenComplete((o, failure) -> closeIfOpen(o));
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void closeIfOpen(Opened opened) {
    if (opened != null) {
      opened.model.close();
    }
  }

  private static void checkName(String name) {
    BadOptionException.require(
        NAME.matcher(name).matches(),
        "--model " + name + "=…: a name is up to 64 letters, digits, dots, dashes and underscores");
  }

  private static Map<String, Supplier<Opened>> shipped(Precision precision) {
    Map<String, Supplier<Opened>> shipped = new LinkedHashMap<>();
    // What the artifact of pretrained models lacks is not served; without es-en it is not there.
    List<String> there = Translator.shipped();
    for (LanguagePair pair : LanguagePair.values()) {
      if (pair == LanguagePair.ES_EN || there.contains(pair.code())) {
        shipped.put(
            pair.code(), translator(pair.code(), () -> Translator.pretrained(pair, precision)));
      }
    }
    for (Language language : Language.values()) {
      String name = "sentiment-" + language.code();
      shipped.put(
          name, classifier(name, () -> SentimentClassifier.pretrained(language, precision)));
    }
    for (String name : LanguageModel.shipped()) {
      shipped.put(name, languageModel(name, () -> LanguageModel.pretrained(name, Precision.F32)));
    }
    return shipped;
  }

  private static Supplier<Opened> translator(String name, Supplier<Translator> source) {
    return () -> new Opened(App.TRANSLATION, new Hosted<>(name, source));
  }

  private static Supplier<Opened> classifier(String name, Supplier<SentimentClassifier> source) {
    return () -> new Opened(App.SENTIMENT, new Hosted<>(name, source));
  }

  private static Supplier<Opened> languageModel(String name, Supplier<LanguageModel> source) {
    return () -> new Opened(App.LANGUAGE_MODEL, new Hosted<>(name, source));
  }

  private static Opened file(String name, Path file, Precision precision) {
    String app = ModelFiles.readAny(file, Models::app);
    Supplier<Opened> opening =
        switch (app) {
          case "translation" -> translator(name, () -> Translator.load(file, precision));
          case "sentiment" -> classifier(name, () -> SentimentClassifier.load(file, precision));
          case "language-model" ->
              languageModel(name, () -> LanguageModel.load(file, Precision.F32));
          default -> throw new BadInputException(file + " is a model of no app that can be served");
        };
    return opening.get();
  }

  private static String app(ModelFile file) {
    try (file) {
      return file.app();
    }
  }

  @SuppressWarnings("unchecked") // The app says what the model is.
  private void add(Opened opened) {
    String name = opened.model.name();
    switch (opened.app) {
      case TRANSLATION -> translators.put(name, (Hosted<Translator>) opened.model);
      case SENTIMENT -> classifiers.put(name, (Hosted<SentimentClassifier>) opened.model);
      case LANGUAGE_MODEL -> languageModels.put(name, (Hosted<LanguageModel>) opened.model);
    }
  }

  /** Translators; where two have the same languages, the first counts. */
  List<Hosted<Translator>> translators() {
    return List.copyOf(translators.values());
  }

  /** Classifiers, the given ones first. */
  Map<String, Hosted<SentimentClassifier>> classifiers() {
    return classifiers;
  }

  /** Language models, the given ones first. */
  Map<String, Hosted<LanguageModel>> languageModels() {
    return languageModels;
  }

  /** The translator between two languages, if there is one. */
  Optional<Hosted<Translator>> translator(Pair pair) {
    return translators.values().stream().filter(t -> pair(t).equals(pair)).findFirst();
  }

  /**
   * A translator's languages: the model's own where they are known, otherwise what its name says.
   *
   * @throws BadOptionException if neither says it
   */
  static Pair pair(Hosted<Translator> translator) {
    Optional<LanguagePair> known = translator.look().languages();
    if (known.isPresent()) {
      return new Pair(known.get().source().code(), known.get().target().code());
    }
    String name = translator.name();
    BadOptionException.require(
        PAIR.matcher(name).matches(),
        "--model "
            + name
            + "=…: the model does not say its languages: name it SOURCE-TARGET, such as dates-iso");
    int dash = name.indexOf('-');
    return new Pair(name.substring(0, dash), name.substring(dash + 1));
  }

  private Stream<Hosted<?>> all() {
    return Stream.of(translators, classifiers, languageModels).flatMap(m -> m.values().stream());
  }

  /** Names of all models. */
  List<String> names() {
    return all().<String>map(Hosted::name).toList();
  }

  /**
   * Opens every model again and puts it in its place, one after the other.
   *
   * @throws BadInputException if one cannot be opened: it and those behind it stay as they are
   */
  void reload() {
    all().forEach(Hosted::reload);
  }

  @Override
  public void close() {
    all().forEach(Hosted::close);
  }
}
