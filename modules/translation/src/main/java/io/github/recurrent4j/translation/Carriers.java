package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.translation.text.Span.Kind;
import io.github.recurrent4j.vectorization.TextCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What stands in a sentence for something that the network need not read: signs that it has learned
 * to copy (the circled digits ① to ⑨) if its vocabularies have them, and else words that every
 * translator of its languages knows well: names for names, weekdays for dates, numbers of two
 * digits for numbers, everyday nouns for terms.
 */
final class Carriers {

  /**
   * A word and what becomes of it.
   *
   * @param source what the network reads
   * @param target what it should write
   */
  record Carrier(String source, String target) {}

  private static final String SIGNS = "①②③④⑤⑥⑦⑧⑨";
  private static final List<Carrier> NAMES =
      List.of(
          new Carrier("Tom", "Tom"),
          new Carrier("Mary", "Mary"),
          new Carrier("Boston", "Boston"),
          new Carrier("John", "John"));
  private static final List<Carrier> WOMEN =
      List.of(new Carrier("Mary", "Mary"), new Carrier("Alice", "Alice"));
  private static final List<Carrier> PLACES =
      List.of(new Carrier("Boston", "Boston"), new Carrier("Chicago", "Chicago"));
  private static final String[] WEEKDAYS = {
    "lunes", "Monday", "martes", "Tuesday", "viernes", "Friday", "domingo", "Sunday"
  };
  private static final String[] NOUNS_EL = {"libro", "book", "perro", "dog"};
  private static final String[] NOUNS_LA = {"casa", "house", "mesa", "table"};
  private static final String[] NOUNS_LOS = {"libros", "books", "perros", "dogs"};
  private static final String[] NOUNS_LAS = {"casas", "houses", "mesas", "tables"};
  private static final Set<String> OF_LA = Set.of("la", "una", "esta", "esa", "nuestra", "otra");
  private static final Set<String> OF_LOS =
      Set.of("los", "unos", "estos", "esos", "mis", "sus", "nuestros", "otros");
  private static final Set<String> OF_LAS = Set.of("las", "unas", "estas", "esas", "nuestras");
  private static final Set<String> OF_EL =
      Set.of("el", "un", "este", "ese", "del", "al", "mi", "su", "tu", "nuestro", "otro");
  private static final Set<String> OF_BOOK =
      Set.of("the", "a", "an", "this", "that", "my", "your", "his", "her", "its", "our", "their");
  private static final Set<String> OF_BOOKS = Set.of("these", "those", "some", "many", "all");
  private static final int[] TWO_DIGITS = {47, 38, 64, 29, 53, 86, 72, 95};

  private final boolean signs;
  private final Language source;

  Carriers(TextCodec sourceCodec, TextCodec targetCodec, LanguagePair pair) {
    this.signs = knows(sourceCodec) && knows(targetCodec);
    this.source = pair.source();
  }

  /** Whether the codec holds the signs as tokens of their own. */
  private static boolean knows(TextCodec codec) {
    for (int i = 0; i < SIGNS.length(); i++) {
      int[] ids = codec.encode("a " + SIGNS.charAt(i));
      if (ids.length > codec.encode("a").length + 2
          || !codec.decode(ids).endsWith(SIGNS.substring(i, i + 1))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the network has signs of its own for this. */
  boolean hasSigns() {
    return signs;
  }

  /**
   * A carrier that stands neither in the sentence nor in the list of those taken; null if all are.
   *
   * @param kind of what is carried
   * @param before the word in front of it, in lower case
   */
  Carrier next(Kind kind, String before, String sentence, List<Carrier> taken, boolean words) {
    for (Carrier c : candidates(kind, before, words)) {
      if (!taken.contains(c) && !sentence.contains(c.source)) {
        return c;
      }
    }
    return null;
  }

  private List<Carrier> candidates(Kind kind, String before, boolean words) {
    List<Carrier> result = new ArrayList<>();
    if (signs && !words) {
      for (int i = 0; i < SIGNS.length(); i++) {
        String sign = SIGNS.substring(i, i + 1);
        result.add(new Carrier(sign, sign));
      }
      return result;
    }
    switch (kind) {
      case DATE -> result.addAll(pairs(WEEKDAYS));
      case NUMBER, SMALL_NUMBER, TIME -> {
        for (int n : TWO_DIGITS) {
          result.add(new Carrier(Integer.toString(n), Integer.toString(n)));
        }
      }
      case TERM -> {
        String[] nouns = source == Language.SPANISH ? spanish(before) : english(before);
        result.addAll(nouns == null ? NAMES : pairs(nouns));
      }
      case WOMAN -> result.addAll(WOMEN);
      case PLACE -> result.addAll(PLACES);
      default -> result.addAll(NAMES);
    }
    return result;
  }

  private static String[] spanish(String before) {
    if (OF_EL.contains(before)) {
      return NOUNS_EL;
    }
    if (OF_LA.contains(before)) {
      return NOUNS_LA;
    }
    if (OF_LOS.contains(before)) {
      return NOUNS_LOS;
    }
    return OF_LAS.contains(before) ? NOUNS_LAS : null;
  }

  private static String[] english(String before) {
    if (OF_BOOK.contains(before)) {
      return NOUNS_EL;
    }
    return OF_BOOKS.contains(before) ? NOUNS_LOS : null;
  }

  private List<Carrier> pairs(String[] words) {
    boolean spanish = source == Language.SPANISH;
    List<Carrier> result = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      result.add(new Carrier(words[spanish ? i : i + 1], words[spanish ? i + 1 : i]));
    }
    return result;
  }
}
