package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.SentencePlan.Model;
import io.github.recurrent4j.translation.text.Exonyms;
import io.github.recurrent4j.translation.text.Forms;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a translation and can be seen without knowing what is right: 1 for what no
 * reader would let pass, less for what is suspicious.
 *
 * @param lost what had to be kept and is not there, or not once
 * @param broken repeats itself, breaks off, or leaves words of the source out
 * @param invented words that no language has
 */
record Faults(double lost, double broken, double invented) {
  static final Faults NONE = new Faults(0, 0, 0);

  /** A word, with what follows an apostrophe. */
  static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+)?");

  private static final double COVERED = 0.55;
  private static final int PIECES_OF_INVENTED_WORD = 3;

  private static final double PRICE_OF_INVENTED_WORD = 0.3;

  double sum() {
    return lost + broken + invented;
  }

  /**
   * Looks a translation through.
   *
   * @param lost what was found missing before
   */
  static Faults of(double lost, SentencePlan plan, String text, WordAlignment words, Model model) {
    String source = plan.text().toString();
    int in = count(source);
    int out = count(text);
    double broken = 0;
    if (out == 0 && in > 0 && plan.items().isEmpty()) {
      broken += 1;
    }
    if (Repetition.isIn(text, source)) {
      broken += 1;
    }
    if (out > 2 * in + 5) {
      broken += 1;
    }
    if (in >= 6 && out < 0.45 * in) {
      broken += 0.5;
    }
    if (in >= 5 && words.isKnown() && words.coverage() < COVERED) {
      broken += 0.5;
    }
    return new Faults(lost, broken, invented(plan, text, model));
  }

  static int count(String text) {
    Matcher m = WORD.matcher(text);
    int n = 0;
    while (m.find()) {
      n++;
    }
    return n;
  }

  /** The price of words of many pieces that neither the language nor the source has. */
  static double invented(SentencePlan plan, String text, Model model) {
    String source = plan.text().toString();
    Matcher m = WORD.matcher(text);
    int n = 0;
    while (m.find()) {
      n += isInvented(m.group(), source, model) ? 1 : 0;
    }
    return PRICE_OF_INVENTED_WORD * Math.min(3, n);
  }

  /** Whether neither the language nor the source has a word, and it is made of many pieces. */
  static boolean isInvented(String word, String source, Model model) {
    return isStrange(word, source, model)
        && model.target().encode(word).length >= PIECES_OF_INVENTED_WORD;
  }

  /** Whether neither the language nor the source has a word, and the model neither. */
  static boolean isStrange(String word, String source, Model model) {
    return word.length() > 3
        && model.target().encode(word).length > 1
        && Places.findIgnoringCase(source, word) < 0
        && !Forms.areKnown(word, model.pair().target())
        && !Exonyms.knows(word, model.pair().target());
  }
}
