package io.github.recurrent4j.serving;

import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.Words;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the two languages the suite knows a text is in. Words count by how frequent they are in
 * each (Zipf's law: a form's share is about the inverse of its rank), letters by which language has
 * them.
 *
 * @param language code, {@code es} or {@code en}
 * @param confidence in percent: 50 is a guess; 0 if nothing in the text says anything
 */
record Detection(String language, double confidence) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+(?:['’]\\p{L}+)?");
  private static final int ENOUGH_WORDS = 400;
  private static final int UNLISTED = 64_000;
  private static final double MOST_FOR_A_WORD = 4;
  private static final double FOR_A_LETTER = 2;

  static Detection of(String text) {
    Words spanish = Words.of(Language.SPANISH);
    Words english = Words.of(Language.ENGLISH);
    double logOdds = 0;
    Matcher words = WORD.matcher(text);
    for (int i = 0; i < ENOUGH_WORDS && words.find(); i++) {
      String word = words.group().toLowerCase(Locale.ROOT).replace('’', '\'');
      double more = Math.log(rank(english, word) / rank(spanish, word));
      logOdds += Math.max(-MOST_FOR_A_WORD, Math.min(MOST_FOR_A_WORD, more));
    }
    int shown = Math.min(text.length(), 20 * ENOUGH_WORDS);
    for (int i = 0; i < shown; i++) {
      logOdds += "ñÑ¿¡áéíóúÁÉÍÓÚ".indexOf(text.charAt(i)) >= 0 ? FOR_A_LETTER : 0;
    }
    if (logOdds == 0) {
      return new Detection("en", 0);
    }
    double sure = 1 / (1 + Math.exp(-Math.abs(logOdds)));
    return new Detection(logOdds > 0 ? "es" : "en", Math.round(1000 * sure) / 10.0);
  }

  private static double rank(Words words, String word) {
    int rank = words.rank(word);
    return rank == 0 ? UNLISTED : rank;
  }
}
