package io.github.recurrent4j.translation.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The languages whose habits this package knows. */
public enum Language {
  /** Spanish of both sides of the Atlantic. */
  SPANISH(
      new Locale("es"),
      ',',
      '.',
      List.of("que", "los", "una", "para", "con"),
      Set.of(
          "de",
          "la",
          "que",
          "el",
          "en",
          "y",
          "los",
          "se",
          "un",
          "una",
          "las",
          "del",
          "por",
          "con",
          "para",
          "su",
          "al",
          "lo",
          "como",
          "más",
          "pero",
          "sus",
          "le",
          "ya",
          "este",
          "esta",
          "son",
          "está",
          "están",
          "hay",
          "muy",
          "sin",
          "sobre",
          "cuando",
          "también",
          "hasta",
          "donde",
          "quien",
          "desde",
          "nos",
          "ni",
          "eso",
          "ese",
          "esa",
          "mi",
          "qué",
          "yo",
          "él",
          "ella",
          "tú",
          "usted",
          "ustedes",
          "vos",
          "cómo",
          "es",
          "fue",
          "tiene",
          "tengo",
          "nosotros",
          "porque",
          "si",
          "sí",
          "te",
          "les",
          "mis",
          "tu",
          "tus",
          "estoy",
          "ser",
          "hace",
          "cada")),
  /** English. */
  ENGLISH(
      Locale.ENGLISH,
      '.',
      ',',
      List.of("the", "is", "of", "to", "and"),
      Set.of(
          "the", "of", "and", "to", "in", "is", "you", "that", "it", "for", "was", "on", "are",
          "with", "as", "they", "be", "at", "this", "have", "from", "or", "by", "but", "not",
          "what", "all", "were", "we", "when", "your", "can", "there", "an", "which", "she", "do",
          "their", "if", "will", "how", "about", "then", "them", "would", "these", "her", "him",
          "has", "could", "my", "who", "its", "did", "his", "i", "i'm", "don't", "it's", "isn't",
          "please", "where", "why", "any", "some", "our", "been", "into"));

  private final Locale locale;
  private final char decimal;
  private final char thousands;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> sure;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> commonWords;

  Language(
      Locale locale, char decimal, char thousands, List<String> sure, Set<String> commonWords) {
    this.locale = locale;
    this.decimal = decimal;
    this.thousands = thousands;
    this.sure = sure;
    this.commonWords = commonWords;
  }

  /** Its locale, without a country. */
  public Locale locale() {
    return locale;
  }

  /** Its code of two letters: {@code es}. */
  public String code() {
    return locale.getLanguage();
  }

  /** Words that every large enough vocabulary of the language holds whole. */
  public List<String> surestWords() {
    return sure;
  }

  char decimal() {
    return decimal;
  }

  char thousands() {
    return thousands;
  }

  /** Its most frequent small words. */
  Set<String> commonWords() {
    return commonWords;
  }
}
