package io.github.recurrent4j.translation.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Abbreviations of a language and what they stand for. Networks see few of them, and read a word
 * that is written out better: Avda. is the avenida, pág. 5 the página 5, s. XIX the siglo XIX.
 *
 * <p>The tables are resources beside this class; their first lines say how to read them.
 */
public final class Abbreviations {
  private static final Map<Language, Abbreviations> ALL =
      Map.of(
          Language.SPANISH, new Abbreviations("abbreviations-es.tsv"),
          Language.ENGLISH, new Abbreviations("abbreviations-en.tsv"));

  private static final Pattern ROMAN = Pattern.compile("[IVXLCDM]+(?![\\p{L}\\p{N}])");

  /** What must follow a form for it to be an abbreviation. */
  private enum Follower {
    ANYTHING,
    NUMBER,
    ROMAN_NUMERAL,
    CAPITAL,
    SMALL;

    static Follower of(String sign) {
      return switch (sign) {
        case "" -> ANYTHING;
        case "#" -> NUMBER;
        case "I" -> ROMAN_NUMERAL;
        case "A" -> CAPITAL;
        case "a" -> SMALL;
        default -> throw new IllegalStateException("unknown sign " + sign);
      };
    }

    boolean isAt(String text, int at) {
      return switch (this) {
        case ANYTHING -> true;
        case NUMBER -> at < text.length() && Character.isDigit(text.charAt(at));
        case CAPITAL -> at < text.length() && Character.isUpperCase(text.codePointAt(at));
        case SMALL -> at < text.length() && Character.isLowerCase(text.codePointAt(at));
        case ROMAN_NUMERAL -> ROMAN.matcher(text).region(at, text.length()).lookingAt();
      };
    }
  }

  private record Entry(String expansion, boolean keepsCapital, Follower follower) {}

  private final Map<String, Entry> entries = new HashMap<>();
  private final Pattern forms;

  private Abbreviations(String resource) {
    List<String> patterns = new ArrayList<>();
    for (String line : lines(resource)) {
      String[] columns = line.split("\t", -1);
      boolean keeps = columns[1].startsWith("^");
      String follower = columns.length > 2 ? columns[2] : "";
      entries.put(
          key(columns[0]),
          new Entry(keeps ? columns[1].substring(1) : columns[1], keeps, Follower.of(follower)));
      patterns.add(
          columns[0]
              .codePoints()
              .mapToObj(c -> c == ' ' ? "\\s?" : Pattern.quote(Character.toString(c)))
              .collect(Collectors.joining()));
    }
    patterns.sort(Comparator.comparingInt(String::length).reversed());
    this.forms =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_.@/])(?:" + String.join("|", patterns) + ")",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static List<String> lines(String resource) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Abbreviations.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return in.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(String form) {
    return form.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
  }

  /** Those of a language. */
  static Abbreviations of(Language language) {
    return ALL.get(language);
  }

  /**
   * Whether a word with a stop is an abbreviation that asks for what follows, and has it: gral. San
   * Martín, pág. 5.
   *
   * @param word in small letters, without its stop
   * @param next where in the text the next word begins
   */
  boolean isContinued(String word, String text, int next) {
    Entry entry = entries.get(word + ".");
    return entry != null && entry.follower != Follower.ANYTHING && entry.follower.isAt(text, next);
  }

  /** Whether a word with a stop is an abbreviation that a sentence may well end with: lun., etc. */
  boolean mayEnd(String word) {
    Entry entry = entries.get(word + ".");
    return entry != null && entry.follower == Follower.ANYTHING;
  }

  /** Writes a sentence's abbreviations out; those in addresses and names of files stay. */
  public static void expand(MappedText text, Language from, Language to) {
    of(from).expandIn(text, from, to);
  }

  private void expandIn(MappedText text, Language from, Language to) {
    String s = text.toString();
    Matcher m = forms.matcher(s);
    List<int[]> found = new ArrayList<>();
    while (m.find()) {
      found.add(new int[] {m.start(), m.end()});
    }
    if (found.isEmpty()) {
      return;
    }
    List<Span> spans = Spans.find(s, from, to);
    boolean shouted = s.equals(s.toUpperCase(Locale.ROOT));
    for (int i = found.size() - 1; i >= 0; i--) {
      int start = found.get(i)[0];
      int end = found.get(i)[1];
      Entry entry = entries.get(key(s.substring(start, end)));
      int next = behindSpaces(s, end);
      boolean kept =
          spans.stream()
              .anyMatch(
                  span -> span.kind() == Span.Kind.NAME && start < span.to() && span.from() < end);
      if (kept || !entry.follower.isAt(s, next) || isPartOfWord(s, end, entry)) {
        continue;
      }
      String expansion = entry.expansion;
      boolean capital = Character.isUpperCase(s.codePointAt(start));
      if (shouted) {
        expansion = expansion.toUpperCase(Locale.ROOT);
      } else if (capital && (entry.keepsCapital || Casing.firstLetter(s) == start)) {
        expansion = Casing.capitalized(expansion);
      }
      if (end < s.length() && Character.isLetterOrDigit(s.codePointAt(end))) {
        expansion += " ";
      }
      // The stop of the last word ends the sentence, too.
      boolean stop = s.charAt(end - 1) == '.' && !hasLetters(s, end) && !expansion.endsWith(".");
      text.replace(start, stop ? end - 1 : end, expansion);
    }
  }

  /**
   * Whether what follows belongs to the same word; behind a title's stop or a stroke it does not.
   */
  private static boolean isPartOfWord(String s, int end, Entry entry) {
    if (end == s.length() || !Character.isLetterOrDigit(s.codePointAt(end))) {
      return false;
    }
    char last = s.charAt(end - 1);
    return Character.isLetter(s.codePointAt(end))
        ? last != '/' && !(last == '.' && entry.follower == Follower.CAPITAL)
        : Character.isLetter(last) && last != 'º';
  }

  private static int behindSpaces(String s, int from) {
    int i = from;
    while (i < s.length() && Character.isWhitespace(s.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean hasLetters(String s, int from) {
    return s.substring(from).codePoints().anyMatch(Character::isLetterOrDigit);
  }
}
