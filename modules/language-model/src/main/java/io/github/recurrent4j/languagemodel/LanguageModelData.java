package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.training.RemoteText;
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
 * @param remote the training text, where it lies elsewhere; {@code train} only names it then
 */
public record LanguageModelData(
    Path train, Optional<Path> valid, Optional<Path> from, Optional<RemoteText> remote) {

  /** Texts that this machine reads. */
  public LanguageModelData(Path train, Optional<Path> valid, Optional<Path> from) {
    this(train, valid, from, Optional.empty());
  }

  /** Texts for a model that begins with nothing. */
  public LanguageModelData(Path train, Optional<Path> valid) {
    this(train, valid, Optional.empty());
  }

  /** A text whose last twentieth is held out for validation. */
  public static LanguageModelData of(Path train) {
    return new LanguageModelData(train, Optional.empty());
  }

  /** The same with a training text that lies elsewhere. */
  public LanguageModelData withRemote(RemoteText text) {
    return new LanguageModelData(train, valid, from, Optional.of(text));
  }

  /** Two texts. */
  public static LanguageModelData of(Path train, Path valid) {
    return new LanguageModelData(train, Optional.of(valid));
  }

  /** The files by their part in training. */
  Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    if (remote.isEmpty()) {
      files.put("train", train);
    }
    valid.ifPresent(file -> files.put("valid", file));
    from.ifPresent(file -> files.put("from", file));
    return files;
  }
}
