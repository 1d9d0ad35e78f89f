package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.text.EnglishCapitals;
import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.MappedText;
import io.github.recurrent4j.translation.text.Numbers;
import io.github.recurrent4j.translation.text.Words;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds things in a network's output, and mends their form. */
final class Places {
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[., ]\\d+)*");
  private static final Map<Language, Map<String, String>> NUMBER_WORDS = new HashMap<>();
  private static final Pattern ENGLISH_ABBREVIATION =
      Pattern.compile("(?s).*\\b(?:[ap]\\.m|etc|U\\.S|St|Inc|Ltd|Co)\\.");
  private static final Pattern SPANISH_ABBREVIATION =
      Pattern.compile("(?s).*\\b(?:[ap]\\.\\s?m|etc|EE\\.\\s?UU|[SC]\\.\\s?A|Cía|Uds?)\\.");

  static {
    String[] english =
        ("three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                + " seventeen eighteen nineteen twenty")
            .split(" ");
    String[] spanish =
        ("tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
                + " diecisiete dieciocho diecinueve veinte")
            .split(" ");
    String[] englishTens = "thirty forty fifty sixty seventy eighty ninety".split(" ");
    String[] spanishTens = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(" ");
    Map<String, String> en = new HashMap<>(Map.of("2", "two", "100", "hundred"));
    Map<String, String> es = new HashMap<>(Map.of("2", "dos", "100", "cien"));
    for (int i = 0; i < english.length; i++) {
      en.put(Integer.toString(i + 3), english[i]);
      es.put(Integer.toString(i + 3), spanish[i]);
    }
    for (int i = 0; i < englishTens.length; i++) {
      en.put(Integer.toString(10 * (i + 3)), englishTens[i]);
      es.put(Integer.toString(10 * (i + 3)), spanishTens[i]);
    }
    NUMBER_WORDS.put(Language.ENGLISH, en);
    NUMBER_WORDS.put(Language.SPANISH, es);
  }

  private Places() {}

  /** First place of a part that is not inside a longer word or number; -1 if there is none. */
  static int find(String text, String part, int from) {
    if (part.isEmpty()) {
      return -1;
    }
    for (int at = text.indexOf(part, from); at >= 0; at = text.indexOf(part, at + 1)) {
      int end = at + part.length();
      char first = part.charAt(0);
      char last = part.charAt(part.length() - 1);
      boolean before =
          at > 0
              && (Character.isDigit(first)
                  ? Character.isLetterOrDigit(text.charAt(at - 1))
                      || (at > 1 && isInner(text.charAt(at - 1), text.charAt(at - 2)))
                  : Character.isLetter(first) && Character.isLetterOrDigit(text.charAt(at - 1)));
      boolean after =
          end < text.length()
              && (Character.isDigit(last)
                  ? Character.isDigit(text.charAt(end))
                      || (end + 1 < text.length()
                          && isInner(text.charAt(end), text.charAt(end + 1)))
                  : Character.isLetter(last) && Character.isLetterOrDigit(text.charAt(end)));
      if (!before && !after) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isInner(char sign, char digit) {
    return (sign == '.' || sign == ',') && Character.isDigit(digit);
  }

  static int findIgnoringCase(String text, String part) {
    return find(text.toLowerCase(Locale.ROOT), part.toLowerCase(Locale.ROOT), 0);
  }

  /** Brings a number that is there in another form into the wanted one. */
  static boolean mendNumber(MappedText out, String wanted, Language target) {
    String digits = Numbers.digits(wanted);
    Matcher m = NUMBER.matcher(out.toString());
    while (m.find()) {
      if (Numbers.digits(m.group()).equals(digits)) {
        out.replace(m.start(), m.end(), wanted);
        return true;
      }
    }
    String word = NUMBER_WORDS.get(target).get(wanted);
    if (word != null) {
      int at = findIgnoringCase(out.toString(), word);
      boolean compound =
          at >= 0
              && (out.toString().startsWith("-", at + word.length())
                  || out.toString().startsWith("-", at - 1));
      if (at >= 0 && !compound) {
        out.replace(at, at + word.length(), wanted);
        return true;
      }
    }
    return false;
  }

  /** English "a" or "an" as the word at a place asks. */
  static void mendArticle(MappedText out, int at, Language target) {
    String text = out.toString();
    if (target != Language.ENGLISH || at < 2 || at >= text.length() || text.charAt(at - 1) != ' ') {
      return;
    }
    int from = text.lastIndexOf(' ', at - 2) + 1;
    String article = text.substring(from, at - 1);
    boolean vowel = "aeiouAEIOU".indexOf(text.charAt(at)) >= 0;
    if (article.equalsIgnoreCase("a") && vowel) {
      out.replace(from, at - 1, article + "n");
    } else if (article.equalsIgnoreCase("an") && !vowel) {
      out.replace(from, at - 1, article.substring(0, 1));
    }
  }

  /** Whether a text's final stop belongs to an abbreviation. */
  static boolean isAbbreviated(String text, Language language) {
    return (language == Language.ENGLISH ? ENGLISH_ABBREVIATION : SPANISH_ABBREVIATION)
        .matcher(text)
        .matches();
  }

  /**
   * Whether the word at a place has a capital only because it comes first.
   *
   * @param source a word that the source has too is a name
   */
  static boolean mayBeSmall(String text, int at, String source, Language target) {
    int to = at;
    while (to < text.length() && (Character.isLetter(text.charAt(to)) || text.charAt(to) == '\'')) {
      to++;
    }
    String word = text.substring(at, to);
    String lower = word.toLowerCase(Locale.ROOT);
    boolean acronym = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
    return !(target == Language.ENGLISH && EnglishCapitals.has(word))
        && !acronym
        && Words.of(target)
            .knows(lower.contains("'") ? lower.substring(0, lower.indexOf('\'')) : lower)
        && find(source, word, 0) < 0;
  }
}
