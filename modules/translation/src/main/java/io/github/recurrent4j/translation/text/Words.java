package io.github.recurrent4j.translation.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.HashMap;
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

  private final Map<String, Integer> ranks = new HashMap<>(1 << 16);
  private final Map<String, String> accented = new HashMap<>();

  private Words(Language language) {
    String name = "words-" + language.locale().getLanguage() + ".txt";
    try (InputStream in = Words.class.getResourceAsStream(name);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String word = reader.readLine(); word != null; word = reader.readLine()) {
        ranks.put(word, ranks.size() + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (language == Language.SPANISH) {
      ranks.forEach(this::learnAccents);
    }
  }

  /** The words of a language. */
  public static Words of(Language language) {
    synchronized (ALL) {
      return ALL.computeIfAbsent(language, Words::new);
    }
  }

  private void learnAccents(String word, int rank) {
    String plain = withoutAccents(word);
    Integer rival = ranks.get(plain);
    if (!plain.equals(word) && (rival == null || rival > CLEARLY * rank)) {
      accented.merge(plain, word, (a, b) -> ranks.get(a) < ranks.get(b) ? a : b);
    }
  }

  /** Place of a lower-case form in the list, from 1 on; 0 if it is not there. */
  public int rank(String word) {
    return ranks.getOrDefault(word, 0);
  }

  /** Whether a form is there, whatever its capitals. */
  public boolean knows(String word) {
    return ranks.containsKey(word.toLowerCase(Locale.ROOT));
  }

  /**
   * The form that a word without its accents must be (dias: días), the same word where it may be
   * right as it is (esta, si).
   *
   * @param word in lower case
   */
  public String withAccents(String word) {
    return accented.getOrDefault(word, word);
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
