package io.github.recurrent4j.translation.text;

import java.util.List;
import java.util.Locale;

/** Word forms that no list has, but that are made of a listed word and an ending. */
public final class Forms {
  private static final List<String> ENGLISH =
      List.of("s", "es", "ed", "d", "ing", "ly", "er", "ness");
  private static final List<String> SPANISH =
      List.of(
          "s", "es", "mente", "me", "te", "se", "lo", "la", "los", "las", "le", "les", "nos", "os",
          "ito", "ita", "itos", "itas");
  private static final List<String> GENDERS = List.of("a", "os", "as");

  private Forms() {}

  /** Whether a word is one of the language, as far as lists and endings tell. */
  public static boolean areKnown(String word, Language language) {
    String lower = word.toLowerCase(Locale.ROOT).replace('’', '\'');
    int apostrophe = lower.indexOf('\'');
    String stem = apostrophe > 0 ? lower.substring(0, apostrophe) : lower;
    Words words = Words.of(language);
    if (language == Language.ENGLISH) {
      // hasn't, mustn't
      if (lower.endsWith("n't") && words.knows(lower.substring(0, lower.length() - 3))) {
        return true;
      }
      return words.knows(stem) || ENGLISH.stream().anyMatch(e -> words.knows(without(stem, e)));
    }
    // Two pronouns may follow a verb, which then has an accent: diciéndoselo.
    return isSpanish(stem, words, 2);
  }

  private static boolean isSpanish(String word, Words words, int endings) {
    if (words.knows(word) || words.knows(Words.withoutAccents(word))) {
      return true;
    }
    for (String gender : GENDERS) {
      if (word.endsWith(gender) && words.knows(without(word, gender) + "o")) {
        return true;
      }
    }
    return endings > 0
        && SPANISH.stream()
            .anyMatch(e -> word.endsWith(e) && isSpanish(without(word, e), words, endings - 1));
  }

  private static String without(String word, String ending) {
    return word.endsWith(ending) ? word.substring(0, word.length() - ending.length()) : word;
  }
}
