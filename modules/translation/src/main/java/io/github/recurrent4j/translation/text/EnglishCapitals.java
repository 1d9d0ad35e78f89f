package io.github.recurrent4j.translation.text;

import java.util.Locale;
import java.util.Set;

/** English words that have a capital wherever they stand. */
public final class EnglishCapitals {
  private static final Set<String> WORDS =
      Set.of(
          "i",
          "monday",
          "tuesday",
          "wednesday",
          "thursday",
          "friday",
          "saturday",
          "sunday",
          "january",
          "february",
          "april",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december",
          "spanish",
          "english",
          "french",
          "german",
          "american",
          "british",
          "italian",
          "portuguese",
          "russian",
          "chinese",
          "japanese",
          "korean",
          "indian",
          "arab",
          "arabic",
          "greek",
          "dutch",
          "irish",
          "swiss",
          "swedish",
          "european",
          "african",
          "asian",
          "australian",
          "canadian",
          "mexican",
          "cuban",
          "colombian",
          "argentine",
          "argentinian",
          "chilean",
          "peruvian",
          "brazilian",
          "catholic",
          "christian",
          "muslim",
          "jewish",
          "christmas",
          "mr",
          "mrs",
          "ms",
          "dr");

  private EnglishCapitals() {}

  /** Whether a word, or what stands before its apostrophe (I'm, Monday's), is one of them. */
  public static boolean has(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    int apostrophe = lower.indexOf('\'');
    return WORDS.contains(apostrophe < 0 ? lower : lower.substring(0, apostrophe));
  }
}
