package io.github.recurrent4j.vectorization;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Pairs as hurried people type them, so that a model trained on tidy sentences understands such
 * input, too (Belinkov and Bisk, 2018, "Synthetic and Natural Noise Both Break Neural Machine
 * Translation"). What the target says stays; its case and final stop follow the source's where that
 * is what a reader expects.
 */
public final class TypingNoise {
  private static final Pattern OPENING = Pattern.compile("^[¡¿]");
  private static final Pattern STOP = Pattern.compile("\\s*[.!]$");
  // A tilde makes another letter of n; other marks are left out in a hurry.
  private static final Pattern ACCENTS = Pattern.compile("(?<![nN])\\u0303|[\\p{Mn}&&[^\\u0303]]");
  private static final int SHORTEST_MISTYPED = 4;

  private TypingNoise() {}

  /**
   * The pair in one of six careless forms: no stop, small letters, no accents, capitals, a slip.
   */
  public static TextPair careless(TextPair pair, Random random) {
    double kind = random.nextDouble();
    if (kind < 0.3) {
      return withoutStop(pair);
    }
    if (kind < 0.5) {
      return lower(withoutStop(pair));
    }
    if (kind < 0.65) {
      return withoutAccents(lower(pair));
    }
    if (kind < 0.8) {
      return withoutAccents(pair);
    }
    if (kind < 0.9) {
      return new TextPair(
          pair.source().toUpperCase(Locale.ROOT), pair.target().toUpperCase(Locale.ROOT));
    }
    return new TextPair(slipped(pair.source(), random), pair.target());
  }

  /** Both sides without a final stop or exclamation mark, the source without an opening one. */
  private static TextPair withoutStop(TextPair pair) {
    String source = STOP.matcher(pair.source()).replaceFirst("");
    if (source.equals(pair.source()) || source.isEmpty()) {
      return pair;
    }
    String target = STOP.matcher(pair.target()).replaceFirst("");
    return new TextPair(
        OPENING.matcher(source).replaceFirst(""), target.isEmpty() ? pair.target() : target);
  }

  private static TextPair lower(TextPair pair) {
    String source = OPENING.matcher(pair.source()).replaceFirst("");
    return new TextPair(source.toLowerCase(Locale.ROOT), pair.target());
  }

  private static TextPair withoutAccents(TextPair pair) {
    String apart = Normalizer.normalize(pair.source(), Normalizer.Form.NFD);
    String bare = ACCENTS.matcher(apart).replaceAll("");
    return new TextPair(Normalizer.normalize(bare, Normalizer.Form.NFC), pair.target());
  }

  /** Two letters of a word exchanged, one left out, or one doubled; the first and last stay. */
  private static String slipped(String text, Random random) {
    String[] words = text.split(" ", -1);
    int w = random.nextInt(words.length);
    String word = words[w];
    if (word.length() < SHORTEST_MISTYPED || !word.chars().allMatch(Character::isLetter)) {
      return text;
    }
    int at = 1 + random.nextInt(word.length() - 3);
    char a = word.charAt(at);
    char b = word.charAt(at + 1);
    words[w] =
        switch (random.nextInt(3)) {
          case 0 -> word.substring(0, at) + b + a + word.substring(at + 2);
          case 1 -> word.substring(0, at) + word.substring(at + 1);
          default -> word.substring(0, at) + a + word.substring(at);
        };
    return String.join(" ", words);
  }
}
