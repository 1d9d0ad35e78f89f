package io.github.recurrent4j.translation.text;

/** Regular forms of English words. */
final class EnglishForms {
  private static final String VOWELS = "aeiou";

  private EnglishForms() {}

  /** More than one. */
  static String plural(String noun) {
    if (noun.endsWith("s") || noun.endsWith("x") || noun.endsWith("ch") || noun.endsWith("sh")) {
      return noun + "es";
    }
    if (noun.endsWith("man")) {
      return noun.substring(0, noun.length() - 2) + "en";
    }
    return endsInConsonantAndY(noun) ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
  }

  /** The third person: throws, tries. */
  static String third(String verb) {
    return verb.endsWith("o") ? verb + "es" : plural(verb);
  }

  /** The regular past, and the participle: tried, used. */
  static String past(String verb) {
    if (verb.endsWith("e")) {
      return verb + "d";
    }
    if (endsInConsonantAndY(verb)) {
      return verb.substring(0, verb.length() - 1) + "ied";
    }
    return doubled(verb) + "ed";
  }

  /** The form on -ing. */
  static String ing(String verb) {
    if (verb.endsWith("e") && !verb.endsWith("ee") && !verb.endsWith("oe")) {
      return verb.substring(0, verb.length() - 1) + "ing";
    }
    return doubled(verb) + "ing";
  }

  private static boolean endsInConsonantAndY(String word) {
    return word.endsWith("y") && word.length() > 1 && !isVowel(word, word.length() - 2);
  }

  /** A verb of one syllable that ends in a single vowel and consonant doubles the latter. */
  private static String doubled(String verb) {
    int n = verb.length();
    int vowels = 0;
    for (int i = 0; i < n; i++) {
      vowels += isVowel(verb, i) ? 1 : 0;
    }
    boolean one = n > 2 && vowels == 1 && isVowel(verb, n - 2);
    return one && "wxy".indexOf(verb.charAt(n - 1)) < 0 ? verb + verb.charAt(n - 1) : verb;
  }

  private static boolean isVowel(String word, int at) {
    return VOWELS.indexOf(word.charAt(at)) >= 0;
  }
}
