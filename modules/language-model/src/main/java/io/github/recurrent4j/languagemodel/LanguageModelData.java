package io.github.recurrent4j.languagemodel;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts a language model is trained on.
 *
 * @param train training text, UTF-8
 * @param valid validation text; without one the last twentieth of the training text is held out
 * @param from file of the model that is trained on, for the new model's provenance
 */
public record LanguageModelData(Path train, Optional<Path> valid, Optional<Path> from) {

  /** Texts for a model that begins with nothing. */
  public LanguageModelData(Path train, Optional<Path> valid) {
    this(train, valid, Optional.empty());
  }

  /** A text whose last twentieth is held out for validation. */
  public static LanguageModelData of(Path train) {
    return new LanguageModelData(train, Optional.empty());
  }

  /** Two texts. */
  public static LanguageModelData of(Path train, Path valid) {
    return new LanguageModelData(train, Optional.of(valid));
  }

  /** The files by their part in training. */
  Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("train", train);
    valid.ifPresent(file -> files.put("valid", file));
    from.ifPresent(file -> files.put("from", file));
    return files;
  }
}
