package io.github.recurrent4j.translation.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a rare word means, for translators that have never seen it: a list written for the suite,
 * its regular forms, and for English what the word looks like. Read when first needed.
 *
 * <p>Each line of {@code lexicon-es-en.txt} is a kind (n noun, a adjective, v verb, x neither), the
 * Spanish word as dictionaries have it, and the English one; an irregular verb's past and
 * participle, or an irregular plural, follow after bars.
 */
public final class Lexicon {
  private static final String FILE = "lexicon-es-en.txt";

  private record Entry(char kind, String spanish, String english) {}

  /** Forms of regular verbs: Spanish endings by conjugation, and which English form they have. */
  private static final String[][] VERB_ENDINGS = {
    {"ar", "", "base"},
    {"er", "", "base"},
    {"ir", "", "base"},
    {"ar", "ando", "ing"},
    {"er", "iendo", "ing"},
    {"ir", "iendo", "ing"},
    {"ar", "ado", "participle"},
    {"er", "ido", "participle"},
    {"ir", "ido", "participle"},
    {"ar", "ó", "past"},
    {"ar", "aron", "past"},
    {"ar", "aba", "past"},
    {"ar", "aban", "past"},
    {"er", "ió", "past"},
    {"er", "ieron", "past"},
    {"er", "ía", "past"},
    {"er", "ían", "past"},
    {"ir", "ió", "past"},
    {"ir", "ieron", "past"},
    {"ir", "ía", "past"},
    {"ir", "ían", "past"},
    {"ar", "a", "third"},
    {"er", "e", "third"},
    {"ir", "e", "third"},
    {"ar", "an", "base"},
    {"er", "en", "base"},
    {"ir", "en", "base"},
    {"ar", "e", "base"},
    {"ar", "en", "base"},
    {"ar", "amos", "base"},
  };

  /** Dictionary forms, and plurals and genders of nouns and adjectives: what stands alone. */
  private final Map<String, String> entries = new HashMap<>();

  private final Map<String, String> english = new HashMap<>();
  private final Map<String, String> spanish = new HashMap<>();

  private static final class Whole {
    static final Lexicon LEXICON = new Lexicon(read());
  }

  private Lexicon(List<Entry> list) {
    // What a list says stands before what a rule makes of another entry.
    for (Entry e : list) {
      english.putIfAbsent(e.spanish, first(e.english));
      boolean named = e.kind == 'n' || e.kind == 'a';
      if (named && !e.english.contains(" ")) {
        spanish.putIfAbsent(first(e.english), e.spanish);
      }
    }
    for (Entry e : list) {
      switch (e.kind) {
        case 'n' -> noun(e);
        case 'a' -> adjective(e);
        default -> {}
      }
    }
    entries.putAll(english);
    for (Entry e : list) {
      if (e.kind == 'v') {
        verb(e);
      }
    }
  }

  private static List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    try (InputStream in = Lexicon.class.getResourceAsStream(FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] columns = line.split("\t", -1);
        if (columns.length != 3 || columns[0].length() != 1) {
          throw new IllegalStateException(FILE + ": " + line);
        }
        entries.add(new Entry(columns[0].charAt(0), columns[1], columns[2]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static String first(String forms) {
    int bar = forms.indexOf('|');
    return bar < 0 ? forms : forms.substring(0, bar);
  }

  private static String form(String forms, int number, String otherwise) {
    String[] all = forms.split("\\|", -1);
    return number < all.length ? all[number] : otherwise;
  }

  private void noun(Entry e) {
    String one = first(e.english);
    String many = form(e.english, 1, EnglishForms.plural(one));
    String plural = plural(e.spanish);
    english.putIfAbsent(plural, many);
    spanish.putIfAbsent(many, plural);
    // The woman who does what a man does: vencedor, vencedora.
    if (e.spanish.endsWith("or")) {
      english.putIfAbsent(e.spanish + "a", one);
      english.putIfAbsent(e.spanish + "as", many);
    }
  }

  private void adjective(Entry e) {
    for (String form : genders(e.spanish)) {
      english.putIfAbsent(form, e.english);
    }
  }

  private void verb(Entry e) {
    String base = first(e.english);
    String past = form(e.english, 1, EnglishForms.past(base));
    String participle = form(e.english, 2, past);
    String conjugation = e.spanish.substring(e.spanish.length() - 2);
    String stem = e.spanish.substring(0, e.spanish.length() - 2);
    for (String[] ending : VERB_ENDINGS) {
      if (!ending[0].equals(conjugation)) {
        continue;
      }
      String form = ending[1].isEmpty() ? e.spanish : stem + ending[1];
      switch (ending[2]) {
        case "ing" -> english.putIfAbsent(form, EnglishForms.ing(base));
        case "past" -> english.putIfAbsent(form, past);
        case "third" -> english.putIfAbsent(form, EnglishForms.third(base));
        case "participle" -> {
          for (String each : genders(form)) {
            english.putIfAbsent(each, participle);
          }
        }
        default -> english.putIfAbsent(form, base);
      }
    }
  }

  private static List<String> genders(String adjective) {
    if (adjective.endsWith("o")) {
      String stem = adjective.substring(0, adjective.length() - 1);
      return List.of(adjective, stem + "a", stem + "os", stem + "as");
    }
    if (adjective.endsWith("or") || adjective.endsWith("és") || adjective.endsWith("án")) {
      String plain = Words.withoutAccents(adjective);
      return List.of(adjective, plain + "a", plain + "es", plain + "as");
    }
    return List.of(adjective, plural(adjective));
  }

  private static String plural(String spanish) {
    char last = spanish.charAt(spanish.length() - 1);
    if ("aeiouáéó".indexOf(last) >= 0) {
      return spanish + "s";
    }
    if (last == 'z') {
      return spanish.substring(0, spanish.length() - 1) + "ces";
    }
    if (last == 's'
        && !"áéíóú".contains(spanish.substring(spanish.length() - 2, spanish.length() - 1))) {
      return spanish;
    }
    // camión, camiones
    int accented = spanish.length() - 2;
    return "áéíóú".indexOf(spanish.charAt(accented)) >= 0
        ? spanish.substring(0, accented) + Words.withoutAccents(spanish.substring(accented)) + "es"
        : spanish + "es";
  }

  /**
   * What the list itself has for a word that stands alone; null if that is nothing. Only from
   * Spanish: English words alone mean too many things.
   *
   * @param word in lower case
   */
  public static String entry(String word, Language source, Language target) {
    return source == Language.SPANISH && target == Language.ENGLISH
        ? Whole.LEXICON.entries.get(word)
        : null;
  }

  /**
   * The translation of a word; null if none is known.
   *
   * @param word in lower case or capitalized
   * @param source Spanish or English
   * @param target the other one
   */
  public static String translation(String word, Language source, Language target) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (source == Language.SPANISH && target == Language.ENGLISH) {
      String listed = Whole.LEXICON.english.get(lower);
      return listed != null ? listed : Cognates.english(lower);
    }
    return source == Language.ENGLISH && target == Language.SPANISH
        ? Whole.LEXICON.spanish.get(lower)
        : null;
  }
}
