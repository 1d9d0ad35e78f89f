package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.Arrays;
import java.util.Optional;

/**
 * The languages a model translates between, where their habits are known; other models (dates to
 * ISO dates, spellings to sounds) are left to their networks alone.
 */
public enum LanguagePair {
  /** Spanish to English. */
  ES_EN(Language.SPANISH, Language.ENGLISH),
  /** English to Spanish. */
  EN_ES(Language.ENGLISH, Language.SPANISH);

  private final Language source;
  private final Language target;

  LanguagePair(Language source, Language target) {
    this.source = source;
    this.target = target;
  }

  /** What it reads. */
  public Language source() {
    return source;
  }

  /** What it writes. */
  public Language target() {
    return target;
  }

  /** Its languages' codes with a dash: {@code es-en}. */
  public String code() {
    return source.code() + "-" + target.code();
  }

  /** The pair of two codes such as {@code es} and {@code en}, if it is known. */
  public static Optional<LanguagePair> of(String source, String target) {
    return Arrays.stream(values())
        .filter(pair -> pair.source.code().equals(source) && pair.target.code().equals(target))
        .findFirst();
  }

  /**
   * Recognizes the languages of a model that does not say them by the words that its vocabularies
   * hold whole. One vocabulary for both sides does not say which is which.
   */
  static Optional<LanguagePair> of(TextCodec source, TextCodec target) {
    return Arrays.stream(values())
        .filter(
            pair ->
                holds(source, pair.source)
                    && holds(target, pair.target)
                    && !(holds(source, pair.target) && holds(target, pair.source)))
        .findFirst();
  }

  private static boolean holds(TextCodec codec, Language language) {
    return language.surestWords().stream().allMatch(word -> codec.encode(word).length == 1);
  }
}
