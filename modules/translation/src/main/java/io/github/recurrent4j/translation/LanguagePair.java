package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.Optional;

/**
 * The languages a model translates between, where their habits are known; other models (dates to
 * ISO dates, spellings to sounds) are left to their networks alone.
 *
 * @param source what it reads
 * @param target what it writes
 */
public record LanguagePair(Language source, Language target) {

  /**
   * Recognizes a model's languages by the words that its vocabularies hold whole. One vocabulary
   * for both sides does not say which is which.
   */
  static Optional<LanguagePair> of(TextCodec source, TextCodec target) {
    for (Language from : Language.values()) {
      for (Language to : Language.values()) {
        if (from != to
            && holds(source, from)
            && holds(target, to)
            && !(holds(source, to) && holds(target, from))) {
          return Optional.of(new LanguagePair(from, to));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(TextCodec codec, Language language) {
    return language.surestWords().stream().allMatch(word -> codec.encode(word).length == 1);
  }
}
