package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.util.Set;

/**
 * Tells Spanish from English by their own letters and commonest words, and by which model needs
 * fewer byte pairs for each word.
 */
public final class LanguageGuess {
  private static final Set<String> SPANISH =
      Set.of(
          "de", "que", "el", "la", "los", "las", "y", "en", "un", "una", "por", "con", "para",
          "del", "se", "lo", "es", "al", "mi", "tu", "su", "me", "te", "le", "ya", "pero", "más",
          "mas", "muy", "este", "esta", "esto", "hoy", "como", "cuando", "porque", "si", "sí",
          "qué", "q", "hay", "todo", "bien", "jaja", "jajaja", "gracias", "día", "mañana", "yo",
          "nos", "sin");
  private static final Set<String> ENGLISH =
      Set.of(
          "the",
          "and",
          "to",
          "of",
          "is",
          "it",
          "you",
          "that",
          "for",
          "on",
          "with",
          "this",
          "my",
          "i",
          "i'm",
          "be",
          "at",
          "are",
          "was",
          "have",
          "not",
          "but",
          "your",
          "we",
          "it's",
          "just",
          "so",
          "can",
          "don't",
          "will",
          "what",
          "get",
          "out",
          "up",
          "tomorrow",
          "day",
          "thanks",
          "love",
          "an",
          "in",
          "by",
          "they",
          "he",
          "she",
          "all",
          "when",
          "how",
          "if",
          "from",
          "lol");
  private static final double WORD = 2;
  private static final double LETTER = 1.5;

  private LanguageGuess() {}

  /** The likelier language. */
  public static Language of(String text, SentimentClassifier spanish, SentimentClassifier english) {
    String plain = TweetNormalizer.normalize(text);
    double evidence = 0;
    for (String word : plain.split("[^\\p{L}']+", -1)) {
      evidence += SPANISH.contains(word) ? WORD : 0;
      evidence -= ENGLISH.contains(word) ? WORD : 0;
    }
    evidence += LETTER * plain.chars().filter(c -> "áéíóúñ¡¿".indexOf(c) >= 0).count();
    // Word by word, and by one at most: a name that one model happens to know says little.
    for (String word : plain.split(" ", -1)) {
      int more = english.encode(word, 0, null).length - spanish.encode(word, 0, null).length;
      evidence += Integer.signum(more);
    }
    return evidence > 0 ? Language.ES : Language.EN;
  }
}
