package io.github.recurrent4j.translation.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says of a short text whether there is anything to translate: from lists of words of both
 * languages and the letters, marks and endings that only one of them has. In doubt it says yes.
 */
public final class LanguageGuess {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+)?");
  private static final Pattern ONLY_SPANISH = Pattern.compile("[ñÑ¿¡áíóúÁÍÓÚ]");
  private static final Pattern ENGLISH_SHAPE =
      Pattern.compile(
          ".*(?:tion|ing|ness|ght|ck|sh|th|wh|oo|ee|ff|w|k|ly|ed|['’](?:s|t|ll|re|ve|m|d))$|(?:wh|th|sh|kn|w).*");
  private static final Pattern SPANISH_SHAPE =
      Pattern.compile(".*(?:[aeo]s?|ci[oó]n|dad|mente|a[rn]|e[rn]|ir|ado|ido|ando|iendo)$");
  private static final Pattern CODE =
      Pattern.compile(
          "[;{}]\\s*$|\\w\\(.*\\)\\s*[;{]?\\s*$|^\\s*(?:\\$|#!|//|/\\*|<\\?|#include|import |from \\S+ import|def |class \\w+[:({]"
              + "|public |private |static |return |var |let |const |function\\b|SELECT |INSERT |UPDATE .* SET|sudo |apt |git |npm |pip |mvn |docker |cd |ls )"
              + "|[=!<>]=|&&|\\|\\||->|=>|::|\\+=|\\w\\.\\w+\\(|\\w+\\[\\w*\\]|\\s=\\s");

  /** Beginnings that no sentence has, signs or not. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "^\\s*(?:import \\w[\\w.]*(?: as \\w+)?;?$|from [\\w.]+ import |git (?:commit|push|pull|clone|add|status|checkout)\\b"
              + "|(?:sudo|npm|pip|apt|apt-get|mvn|docker|kubectl|cargo) (?:-|\\w+)|\\$ \\w|#!/"
              + "|SELECT [a-z*(].{0,200}\\bFROM |INSERT INTO |DELETE FROM |UPDATE [a-z]\\w* SET )");

  private static final Pattern OTHER_LETTERS = Pattern.compile("[ãõçèêàùßäöâîôûœæåøłžščřěůőű]");
  private static final int FREQUENT = 6000;
  private static final int FREQUENT_SPANISH = 300;
  private static final int SURELY_CODE = 4;
  private static final int MANY = 60;
  private static final Pattern CODE_SIGNS = Pattern.compile("[;{}()=<>\\[\\]_$&|+*/\\\\]");

  /** Small words of neighbours that Spanish has not. */
  private static final Set<String> OTHERS =
      Set.of(
          "bonjour",
          "tout",
          "monde",
          "merci",
          "olá",
          "bom",
          "boa",
          "obrigada",
          "ciao",
          "buongiorno",
          "grazie",
          "danke",
          "guten",
          "bitte",
          "não",
          "você",
          "uma",
          "são",
          "também",
          "então",
          "muito",
          "obrigado",
          "ele",
          "isso",
          "à",
          "le",
          "les",
          "des",
          "est",
          "une",
          "et",
          "dans",
          "pour",
          "avec",
          "pas",
          "vous",
          "nous",
          "je",
          "c'est",
          "il",
          "che",
          "è",
          "sono",
          "della",
          "gli",
          "perché",
          "anche",
          "non",
          "der",
          "die",
          "und",
          "ist",
          "das",
          "nicht",
          "ein",
          "eine",
          "mit",
          "ich",
          "sie",
          "auf",
          "amb",
          "és",
          "els",
          "però",
          "em",
          "os",
          "ao",
          "um",
          "dos",
          "na",
          "du",
          "ne",
          "qui",
          "sur",
          "di",
          "questo",
          "zu",
          "von",
          "den");

  private LanguageGuess() {}

  /**
   * Whether a text should go through a translator.
   *
   * @param text a sentence or a line
   * @param source what the translator reads
   * @param target what it writes
   */
  public static boolean isForeign(String text, Language source, Language target) {
    int letters = 0;
    int latin = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (Character.isLetter(c)) {
        letters++;
        latin += Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN ? 1 : 0;
      }
      i += Character.charCount(c);
    }
    if (letters == 0 || 2 * latin < letters) {
      return true;
    }
    int small = 0;
    int foreignSmall = 0;
    boolean others = false;
    for (String word : text.split(" ", MANY)) {
      String w = trimmed(word);
      small += source.commonWords().contains(w) ? 1 : 0;
      foreignSmall += target.commonWords().contains(w) ? 1 : 0;
      others |= isOther(w);
    }
    if (source == Language.ENGLISH && isCode(text) && signs(text) >= SURELY_CODE) {
      // Its words are English: for, return, if.
      return true;
    }
    boolean marked = source == Language.SPANISH && ONLY_SPANISH.matcher(text).find();
    if ((small > 0 || marked) && foreignSmall == 0 && !others && !COMMAND.matcher(text).find()) {
      return false;
    }
    return isCode(text) || isOtherLanguage(text, source, target);
  }

  private static boolean isOther(String word) {
    return OTHERS.contains(word) || OTHER_LETTERS.matcher(word).find();
  }

  private static String trimmed(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && !Character.isLetter(word.charAt(from))) {
      from++;
    }
    while (to > from && !Character.isLetter(word.charAt(to - 1))) {
      to--;
    }
    return word.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private static boolean isCode(String text) {
    if (COMMAND.matcher(text).find()) {
      return true;
    }
    int signs = signs(text);
    var code = CODE.matcher(text);
    return code.find() && (signs >= 2 || (signs >= 1 && text.indexOf(' ') < 0));
  }

  private static int signs(String text) {
    var m = CODE_SIGNS.matcher(text);
    int signs = 0;
    while (m.find()) {
      signs++;
    }
    return signs;
  }

  /** Weighs the words: what only one language's list has, and the ranks where both have it. */
  private static boolean isOtherLanguage(String text, Language source, Language target) {
    Words own = Words.of(source);
    Words other = Words.of(target);
    // Many English words are small words elsewhere: die, sur, mit, pour.
    int frequent = source == Language.ENGLISH ? FREQUENT : FREQUENT_SPANISH;
    double forSource = 0;
    double forTarget = 0;
    int third = 0;
    int words = 0;
    var m = WORD.matcher(text);
    while (m.find() && words < MANY) {
      String word = m.group().toLowerCase(Locale.ROOT).replace('’', '\'');
      words++;
      int a = own.rank(word);
      int b = other.rank(word);
      if (a > 0 && b > 0) {
        double ratio = Math.log((double) b / a);
        forSource += Math.max(0, Math.min(1, ratio / 3));
        forTarget += Math.max(0, Math.min(1, -ratio / 3));
      } else if (a > 0) {
        forSource += 1;
      } else if (b > 0) {
        forTarget += text.indexOf(' ') >= 0 || b < FREQUENT ? 1 : 0.5;
      } else if (Character.isLowerCase(m.group().codePointAt(0))) {
        boolean english = ENGLISH_SHAPE.matcher(word).matches();
        boolean spanish = SPANISH_SHAPE.matcher(word).matches();
        double shape = english == spanish ? 0 : english ? 0.6 : -0.6;
        shape = target == Language.ENGLISH ? shape : -shape;
        forTarget += Math.max(0, shape);
        forSource += Math.max(0, -shape);
      }
      boolean name = Character.isUpperCase(m.group().codePointAt(0)) && words > 1;
      third += isOther(word) && !name && (a == 0 || a > frequent) ? 1 : 0;
    }
    if (third >= 1 && third * 5 >= words && forSource < 0.8 * words) {
      return true;
    }
    return forTarget > 0.9 && forTarget > 2 * forSource;
  }
}
