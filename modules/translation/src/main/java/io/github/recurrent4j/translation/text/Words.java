package io.github.recurrent4j.translation.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The 32,000 most frequent word forms of a language, counted in texts in the public domain or under
 * free licences, most frequent first. Read when first needed.
 */
public final class Words {
  /** How much more frequent a form must be to be taken for another. */
  private static final int CLEARLY = 6;

  private static final Map<Language, Words> ALL = new EnumMap<>(Language.class);

  private final WordRanks ranks;

  /** Words without their accents, each with the rank of the form that it must be. */
  private final WordRanks plain;

  private final int[] accented;

  private Words(Language language) {
    String name = "words-" + language.locale().getLanguage() + ".txt";
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // A checkout may have Windows' line ends.
      ranks = new WordRanks(lines.replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Integer> forms = language == Language.SPANISH ? accentedForms() : Map.of();
    StringBuilder lines = new StringBuilder();
    forms.keySet().forEach(form -> lines.append(form).append('\n'));
    plain = new WordRanks(lines.toString());
    accented = forms.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** The words of a language. */
  public static Words of(Language language) {
    synchronized (ALL) {
      return ALL.computeIfAbsent(language, Words::new);
    }
  }

  /** Ranks of accented forms by the words that they are without their accents. */
  private Map<String, Integer> accentedForms() {
    Map<String, Integer> forms = new LinkedHashMap<>();
    for (int rank = 1; rank <= ranks.size(); rank++) {
      if (ranks.isAscii(rank)) {
        continue;
      }
      String word = ranks.word(rank);
      String without = withoutAccents(word);
      int rival = ranks.rank(without);
      if (!without.equals(word) && (rival == 0 || rival > CLEARLY * rank)) {
        forms.putIfAbsent(without, rank);
      }
    }
    return forms;
  }

  /** Place of a lower-case form in the list, from 1 on; 0 if it is not there. */
  public int rank(String word) {
    return ranks.rank(word);
  }

  /** Whether a form is there, whatever its capitals. */
  public boolean knows(String word) {
    return ranks.rank(word.toLowerCase(Locale.ROOT)) > 0;
  }

  /**
   * The form that a word without its accents must be (dias: días), the same word where it may be
   * right as it is (esta, si).
   *
   * @param word in lower case
   */
  public String withAccents(String word) {
    int place = plain.rank(word);
    return place == 0 ? word : ranks.word(accented[place - 1]);
  }

  static String withoutAccents(String word) {
    StringBuilder plain = new StringBuilder();
    String decomposed = Normalizer.normalize(word, Normalizer.Form.NFD);
    for (int i = 0; i < decomposed.length(); i++) {
      if (Character.getType(decomposed.charAt(i)) != Character.NON_SPACING_MARK) {
        plain.append(decomposed.charAt(i));
      }
    }
    return plain.toString();
  }
}
