package io.github.recurrent4j.translation.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * English words that Spanish ones look like: their endings are exchanged (-ción, -tion), and what
 * comes out counts if it is among the frequent words. Made for places where something must stand
 * and nothing better is known: some that look alike mean other things.
 */
final class Cognates {
  private static final int SHORTEST = 5;

  /** Spanish endings, the longest first where one ends with another, and English ones for each. */
  private static final String[][] ENDINGS = {
    {"ciones", "tions"},
    {"siones", "sions"},
    {"ción", "tion"},
    {"sión", "sion"},
    {"idades", "ities"},
    {"idad", "ity"},
    {"tad", "ty"},
    {"dad", "ty"},
    {"ísticamente", "istically"},
    {"icamente", "ically"},
    {"lmente", "lly"},
    {"amente", "ely", "ly", "ally", "edly"},
    {"mente", "ly"},
    {"logía", "logy"},
    {"logías", "logies"},
    {"grafía", "graphy"},
    {"ografías", "ographies"},
    {"ólogo", "ologist", "ologue"},
    {"óloga", "ologist"},
    {"ógrafo", "ographer"},
    {"ógrafa", "ographer"},
    {"ismo", "ism"},
    {"ista", "ist", "istic"},
    {"ística", "istics", "istic"},
    {"ístico", "istic"},
    {"ica", "ic", "ics", "ical"},
    {"ico", "ic", "ical"},
    {"iva", "ive"},
    {"ivo", "ive"},
    {"osa", "ous"},
    {"oso", "ous"},
    {"able", "able"},
    {"ible", "ible"},
    {"ancia", "ance", "ancy"},
    {"encia", "ence", "ency"},
    {"ante", "ant", "ating"},
    {"ente", "ent"},
    {"aria", "ary", "arian"},
    {"ario", "ary", "arian"},
    {"oria", "ory"},
    {"orio", "ory"},
    {"izado", "ized", "ised"},
    {"izada", "ized", "ised"},
    {"izar", "ize", "ise"},
    {"ificado", "ified"},
    {"ificada", "ified"},
    {"ificar", "ify"},
    {"ado", "ated", "ed", "ate"},
    {"ada", "ated", "ed", "ate"},
    {"ido", "ed", "ited", "id"},
    {"ida", "ed", "ited", "id"},
    {"ando", "ating", "ing"},
    {"iendo", "ing"},
    {"ar", "ate", "e", ""},
    {"ana", "an", "ane"},
    {"ano", "an", "ane"},
    {"ina", "ine", "in"},
    {"ino", "ine", "in"},
    {"dora", "tor", "ting"},
    {"dor", "tor", "ting"},
    {"ura", "ure"},
    {"ía", "y"},
    {"ia", "y", "ia"},
    {"io", "y", "ium", "e"},
    {"ón", "on"},
    {"il", "ile"},
    {"oide", "oid"},
    {"ita", "ite"},
    {"al", "al"},
    {"or", "or"},
    {"o", "", "e", "us"},
    {"a", "", "e", "a"},
    {"e", "", "e"},
    {"", ""},
  };

  /** Ends of English words that have no plural. */
  private static final String[] ADJECTIVES = {
    "ed", "ous", "ic", "al", "ble", "ive", "ing", "ant", "ent", "id", "ary", "ar", "ile", "ese"
  };

  /** Spellings of one sound: Spanish, English. */
  private static final String[][] SOUNDS = {
    {"f", "ph"},
    {"t", "th"},
    {"c", "ch"},
    {"qu", "ch"},
    {"i", "y"},
    {"cu", "qu"},
    {"z", "c"},
    {"v", "b"},
    {"s", "ss"},
    {"p", "pp"},
    {"c", "cc"},
    {"f", "ff"},
    {"m", "mm"},
    {"l", "ll"},
    {"n", "nn"},
    {"t", "tt"},
    {"d", "dd"},
    {"r", "rh"},
    {"ps", "ps"},
    {"x", "ss"},
    {"nm", "mm"}
  };

  private Cognates() {}

  /** The English word that a Spanish one, in lower case, looks like; null if there is none. */
  static String english(String word) {
    if (word.length() < SHORTEST) {
      return null;
    }
    String found = likest(word);
    if (found == null && word.endsWith("s")) {
      String singular = likest(word.substring(0, word.length() - 1));
      if (singular == null && word.endsWith("es")) {
        singular = likest(word.substring(0, word.length() - 2));
      }
      return singular == null || isAdjective(singular) ? singular : EnglishForms.plural(singular);
    }
    return found;
  }

  private static boolean isAdjective(String english) {
    return Arrays.stream(ADJECTIVES).anyMatch(english::endsWith);
  }

  private static String likest(String word) {
    Words words = Words.of(Language.ENGLISH);
    for (String[] ending : ENDINGS) {
      if (!word.endsWith(ending[0]) || word.length() - ending[0].length() < 3) {
        continue;
      }
      String stem = Words.withoutAccents(word.substring(0, word.length() - ending[0].length()));
      String best = null;
      for (String spelled : spellings(stem)) {
        for (int i = 1; i < ending.length; i++) {
          String english = spelled + ending[i];
          int rank = words.rank(english);
          if (rank > 0 && english.length() > 3 && (best == null || rank < words.rank(best))) {
            best = english;
          }
        }
        if (best != null) {
          return best;
        }
      }
    }
    return null;
  }

  /**
   * A stem as it is, without the e before an impure s, and with one sound spelled otherwise,
   * everywhere or once.
   */
  private static List<String> spellings(String stem) {
    List<String> all = new ArrayList<>();
    all.add(stem);
    if (stem.startsWith("es") && stem.length() > 4) {
      all.add(stem.substring(1));
    }
    for (String whole : List.copyOf(all)) {
      for (String[] sound : SOUNDS) {
        all.add(whole.replace(sound[0], sound[1]));
        for (int at = whole.indexOf(sound[0]); at >= 0; at = whole.indexOf(sound[0], at + 1)) {
          all.add(whole.substring(0, at) + sound[1] + whole.substring(at + sound[0].length()));
        }
      }
    }
    return all;
  }
}
