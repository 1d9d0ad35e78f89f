package io.github.recurrent4j.translation.text;

import io.github.recurrent4j.translation.text.Span.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spanish names with what they are: people with their titles, which lose their article in English
 * (la doctora Ruiz, Dr. Ruiz), and streets, which keep their name (la calle Mayor, Calle Mayor).
 */
public final class Designations {
  private static final Map<String, String> MEN =
      Map.of(
          "señor",
          "Mr.",
          "doctor",
          "Dr.",
          "profesor",
          "Professor",
          "general",
          "General",
          "coronel",
          "Colonel",
          "capitán",
          "Captain",
          "teniente",
          "Lieutenant",
          "sargento",
          "Sergeant",
          "senador",
          "Senator",
          "gobernador",
          "Governor");
  private static final Map<String, String> WOMEN =
      Map.of(
          "señora",
          "Mrs.",
          "señorita",
          "Miss",
          "doctora",
          "Dr.",
          "profesora",
          "Professor",
          "senadora",
          "Senator",
          "gobernadora",
          "Governor");

  private static final String NAME = "\\p{Lu}[\\p{Ll}\\p{M}]+(?:-\\p{Lu}[\\p{Ll}\\p{M}]+)?";
  // "En general" is no officer.
  private static final String TITLE =
      String.join("|", MEN.keySet()).replace("general", "(?<=\\b(?:el|al|del) )general")
          + "|"
          + String.join("|", WOMEN.keySet());
  private static final Pattern PERSON =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:(?<dear>(?i:estimad|apreciad|querid)[oa])\\s+(?:(?<addressed>(?i:"
              + TITLE
              + "))\\s+)?|(?<title>(?i:"
              + TITLE
              + "))\\s+)(?<name>"
              + NAME
              + "(?:\\s+(?:(?:de|del|de la|de los)\\s+)?"
              + NAME
              + "){0,3})(?![\\p{L}\\p{N}])",
          Pattern.UNICODE_CASE);
  private static final Pattern STREET =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])"
              + "(?<name>(?i:calle|avenida|plaza|paseo|glorieta|bulevar|rambla)\\s+"
              // Of a street that says what it is in its own language only that is kept.
              + "(?:(?<foreign>(?:"
              + NAME
              + "[ -]){0,3}\\p{L}*(?i:straße|strasse|street|road|avenue|platz))(?![\\p{L}\\p{N}])|"
              + "(?:(?:de|del|de la|de los|de las)\\s+)?"
              + NAME
              + "(?:\\s+(?:(?:de|del|de la|de los|de las)\\s+)?"
              + NAME
              + "){0,3}))(?![\\p{L}\\p{N}])",
          Pattern.UNICODE_CASE);

  private static final Map<String, String> DEAR =
      Map.of(
          "mr",
          "Estimado Sr.",
          "mrs",
          "Estimada Sra.",
          "ms",
          "Estimada Sra.",
          "miss",
          "Estimada Srta.",
          "dr",
          "Estimado Dr.",
          "professor",
          "Estimado profesor");
  private static final Pattern SALUTATION =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])Dear\\s+(?<title>(?i:mr|mrs|ms|miss|dr|professor))\\b\\.?\\s+(?<name>"
              + NAME
              + "(?:\\s+"
              + NAME
              + "){0,2})(?![\\p{L}\\p{N}])");

  private Designations() {}

  /**
   * Finds them, and takes their articles out of the text.
   *
   * @param text changed
   * @param from its language; of English only salutations are taken (Dear Mr. Smith)
   * @return where they are in the changed text, from left to right, with their forms in the other
   *     language
   */
  public static List<Span> take(MappedText text, Language from) {
    if (from == Language.ENGLISH) {
      return salutations(text.toString());
    }
    List<Span> found = new ArrayList<>();
    for (Pattern pattern : List.of(PERSON, STREET)) {
      Matcher m = pattern.matcher(text.toString());
      while (m.find()) {
        found.add(pattern == PERSON ? person(m) : street(m));
      }
    }
    found.sort((a, b) -> Integer.compare(b.from(), a.from()));
    List<Span> placed = new ArrayList<>();
    for (Span span : found) {
      int dropped = dropArticle(text, span.from());
      placed.replaceAll(s -> new Span(s.from() - dropped, s.to() - dropped, s.kind(), s.target()));
      placed.add(new Span(span.from() - dropped, span.to() - dropped, span.kind(), span.target()));
    }
    Collections.reverse(placed);
    return placed;
  }

  private static List<Span> salutations(String text) {
    List<Span> found = new ArrayList<>();
    Matcher m = SALUTATION.matcher(text);
    while (m.find()) {
      String form = DEAR.get(m.group("title").toLowerCase(Locale.ROOT));
      found.add(new Span(m.start(), m.end(), Kind.NAME, form + " " + m.group("name")));
    }
    return found;
  }

  private static Span street(Matcher m) {
    String name = m.group("foreign") == null ? m.group("name") : m.group("foreign");
    return new Span(m.start("name"), m.end(), Kind.PLACE, Casing.capitalized(name));
  }

  private static Span person(Matcher m) {
    boolean dear = m.group("dear") != null;
    String title = m.group(dear ? "addressed" : "title");
    String small = title == null ? "" : title.toLowerCase(Locale.ROOT);
    boolean woman = WOMEN.containsKey(small);
    String form = title == null ? "" : (woman ? WOMEN : MEN).get(small) + " ";
    String target = (dear ? "Dear " : "") + form + m.group("name");
    return new Span(m.start(), m.end(), woman ? Kind.WOMAN : Kind.NAME, target);
  }

  /** El and la go, al and del leave their prepositions; the number of characters that went. */
  private static int dropArticle(MappedText text, int at) {
    int word = at;
    String s = text.toString();
    while (word > 0 && s.charAt(word - 1) == ' ') {
      word--;
    }
    int from = word;
    while (from > 0 && Character.isLetter(s.charAt(from - 1))) {
      from--;
    }
    switch (s.substring(from, word).toLowerCase(Locale.ROOT)) {
      case "el", "la" -> {
        text.replace(from, at, "");
        return at - from;
      }
      case "al", "del" -> {
        text.replace(word - 1, word, "");
        return 1;
      }
      default -> {
        return 0;
      }
    }
  }
}
