package io.github.recurrent4j.training.metrics;

import java.util.Map;
import java.util.function.Predicate;

/**
 * Cuts the endings of English words (Porter, 1980), with the extensions of NLTK's stemmer, which
 * ROUGE scores are computed with: a few irregular words, and other rules for short words in "ies"
 * and "ied", for "y", and for "fully" and "logy".
 */
final class PorterStemmer {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("sky", "sky"),
          Map.entry("skies", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  /** Endings and what takes their place where the rest is long enough, in the order of trial. */
  private static final String[] STEP_2 = {
    "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize", "bli", "ble",
    "alli", "al", "entli", "ent", "eli", "e", "ousli", "ous", "ization", "ize", "ation", "ate",
    "ator", "ate", "alism", "al", "iveness", "ive", "fulness", "ful", "ousness", "ous", "aliti",
    "al", "iviti", "ive", "biliti", "ble", "fulli", "ful"
  };

  private static final String[] STEP_3 = {
    "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness", ""
  };

  private static final String[] STEP_4 = {
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize"
  };

  private PorterStemmer() {}

  /** The stem of a word in small letters. */
  static String stem(String word) {
    String irregular = IRREGULAR.get(word);
    if (irregular != null) {
      return irregular;
    }
    if (word.length() <= 2) {
      return word;
    }
    String stem = participle(plural(word));
    stem = finalY(stem);
    stem = replaced(secondStep(stem), STEP_3, s -> measure(s) > 0);
    stem = fourthStep(stem);
    return doubleL(finalE(stem));
  }

  private static boolean consonant(String word, int i) {
    int at = i;
    while (at > 0 && word.charAt(at) == 'y') {
      at--;
    }
    // A y is a consonant where the letter before it is none.
    boolean first = word.charAt(at) == 'y' || "aeiou".indexOf(word.charAt(at)) < 0;
    return first == ((i - at) % 2 == 0);
  }

  /** How often a consonant follows a vowel: m of [C](VC)^m[V]. */
  private static int measure(String stem) {
    int count = 0;
    for (int i = 1; i < stem.length(); i++) {
      count += consonant(stem, i) && !consonant(stem, i - 1) ? 1 : 0;
    }
    return count;
  }

  private static boolean hasVowel(String stem) {
    for (int i = 0; i < stem.length(); i++) {
      if (!consonant(stem, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean doubleConsonant(String word) {
    int n = word.length();
    return n >= 2 && word.charAt(n - 1) == word.charAt(n - 2) && consonant(word, n - 1);
  }

  /** Consonant, vowel, consonant other than w, x, y; or a vowel and a consonant that are all. */
  private static boolean shortSyllable(String word) {
    int n = word.length();
    if (n == 2) {
      return !consonant(word, 0) && consonant(word, 1);
    }
    return n >= 3
        && consonant(word, n - 3)
        && !consonant(word, n - 2)
        && consonant(word, n - 1)
        && "wxy".indexOf(word.charAt(n - 1)) < 0;
  }

  private static String without(String word, int letters) {
    return word.substring(0, word.length() - letters);
  }

  private static String plural(String word) {
    if (word.endsWith("ies")) {
      return without(word, word.length() == 4 ? 1 : 2);
    }
    if (word.endsWith("sses")) {
      return without(word, 2);
    }
    return word.endsWith("s") && !word.endsWith("ss") ? without(word, 1) : word;
  }

  private static String participle(String word) {
    if (word.endsWith("ied")) {
      return without(word, word.length() == 4 ? 1 : 2);
    }
    if (word.endsWith("eed")) {
      return measure(without(word, 3)) > 0 ? without(word, 1) : word;
    }
    for (String ending : new String[] {"ed", "ing"}) {
      if (word.endsWith(ending) && hasVowel(without(word, ending.length()))) {
        return mended(without(word, ending.length()));
      }
    }
    return word;
  }

  private static String mended(String stem) {
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    if (doubleConsonant(stem)) {
      return "lsz".indexOf(stem.charAt(stem.length() - 1)) < 0 ? without(stem, 1) : stem;
    }
    return measure(stem) == 1 && shortSyllable(stem) ? stem + "e" : stem;
  }

  private static String finalY(String word) {
    if (word.endsWith("y")) {
      String stem = without(word, 1);
      return stem.length() > 1 && consonant(stem, stem.length() - 1) ? stem + "i" : word;
    }
    return word;
  }

  /** The first ending that the word has decides. */
  private static String replaced(String word, String[] rules, Predicate<String> longEnough) {
    for (int i = 0; i < rules.length; i += 2) {
      if (word.endsWith(rules[i])) {
        String stem = without(word, rules[i].length());
        return longEnough.test(stem) ? stem + rules[i + 1] : word;
      }
    }
    return word;
  }

  private static String secondStep(String word) {
    if (word.endsWith("alli") && measure(without(word, 4)) > 0) {
      return secondStep(without(word, 2));
    }
    if (word.endsWith("logi")) {
      // The l belongs to what is measured.
      return measure(without(word, 3)) > 0 ? without(word, 1) : word;
    }
    return replaced(word, STEP_2, s -> measure(s) > 0);
  }

  private static String fourthStep(String word) {
    for (String ending : STEP_4) {
      if (word.endsWith(ending)) {
        String stem = without(word, ending.length());
        boolean cut = measure(stem) > 1;
        if (ending.equals("ion")) {
          cut &= stem.endsWith("s") || stem.endsWith("t");
        }
        return cut ? stem : word;
      }
    }
    return word;
  }

  private static String finalE(String word) {
    if (word.endsWith("e")) {
      String stem = without(word, 1);
      int measure = measure(stem);
      return measure > 1 || (measure == 1 && !shortSyllable(stem)) ? stem : word;
    }
    return word;
  }

  private static String doubleL(String word) {
    return word.endsWith("ll") && measure(without(word, 1)) > 1 ? without(word, 1) : word;
  }
}
