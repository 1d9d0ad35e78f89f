package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.SentencePlan.Model;
import io.github.recurrent4j.translation.text.Words;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a translation and can be seen without knowing what is right. */
final class Faults {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+)?");
  private static final double COVERED = 0.55;
  private static final int PIECES_OF_INVENTED_WORD = 3;

  private Faults() {}

  /** The sum of the faults: 1 for what no reader would let pass, less for what is suspicious. */
  static double of(SentencePlan plan, String text, WordAlignment words, Model model) {
    String source = plan.text().toString();
    int in = count(source);
    int out = count(text);
    double faults = 0;
    if (out == 0 && in > 0 && plan.items().isEmpty()) {
      faults += 1;
    }
    if (Repetition.isIn(text, source)) {
      faults += 1;
    }
    if (out > 2 * in + 5) {
      faults += 1;
    }
    if (in >= 6 && out < 0.45 * in) {
      faults += 0.5;
    }
    if (in >= 5 && words.isKnown() && words.coverage() < COVERED) {
      faults += 0.5;
    }
    return faults + 0.3 * Math.min(3, invented(source, text, model));
  }

  static int count(String text) {
    Matcher m = WORD.matcher(text);
    int n = 0;
    while (m.find()) {
      n++;
    }
    return n;
  }

  /** Words of many pieces that neither the language nor the source has. */
  private static int invented(String source, String text, Model model) {
    Matcher m = WORD.matcher(text);
    int n = 0;
    while (m.find()) {
      String word = m.group();
      if (word.length() > 3
          && model.target().encode(word).length >= PIECES_OF_INVENTED_WORD
          && Places.findIgnoringCase(source, word) < 0
          && !isKnown(word, Words.of(model.pair().target()))) {
        n++;
      }
    }
    return n;
  }

  private static boolean isKnown(String word, Words words) {
    String lower = word.toLowerCase(Locale.ROOT).replace('’', '\'');
    int apostrophe = lower.indexOf('\'');
    String stem = apostrophe > 0 ? lower.substring(0, apostrophe) : lower;
    if (words.knows(stem)) {
      return true;
    }
    for (String ending : new String[] {"s", "es", "ed", "d", "ing", "ly", "er", "ness"}) {
      if (stem.endsWith(ending)
          && words.knows(stem.substring(0, stem.length() - ending.length()))) {
        return true;
      }
    }
    return false;
  }
}
