package io.github.recurrent4j.translation;

import io.github.recurrent4j.translation.text.Casing;
import io.github.recurrent4j.translation.text.Language;
import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Translations of whole sentences, labels and words that are known beforehand. A sentence is found
 * if it equals an entry but for capitals and the marks round it; its translation then has the
 * sentence's own first letter, quotes, brackets and final marks. A network knows words in their
 * sentences; alone, as people type them, they are a dictionary's work.
 */
public final class TranslationMemory {
  /** Knows nothing. */
  public static final TranslationMemory NONE = new TranslationMemory(Map.of());

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final String BEFORE = "¡¿\"'«“(";
  private static final String BEHIND = ".!?…\"'»”):;,";
  private static final String FINAL = ".!?…:;,";

  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Map<String, String> targets = new LinkedHashMap<>();

  private TranslationMemory(Map<String, String> entries) {
    entries.forEach(
        (source, target) -> {
          String key = key(source);
          if (!key.isEmpty() && !target.isBlank()) {
            this.entries.put(source.strip(), target.strip());
            targets.put(key, target.strip());
          }
        });
  }

  /**
   * A memory.
   *
   * @param entries texts and their translations, as a dictionary has them: with a small first
   *     letter unless a name, without a final stop
   */
  public static TranslationMemory of(Map<String, String> entries) {
    return new TranslationMemory(entries);
  }

  /**
   * Reads a memory: a text, a tab and its translation on each line. Empty lines and those that
   * begin with # do not count.
   *
   * @throws BadInputException if the file is missing or not UTF-8, or a line has no two columns
   */
  public static TranslationMemory read(Path file) {
    return new TranslationMemory(TermLines.read(file, TermLines.Translation.NEEDED));
  }

  /** What {@link #toText} wrote. */
  static TranslationMemory fromText(String text) {
    return new TranslationMemory(
        TermLines.parse(text, "the translation memory", TermLines.Translation.NEEDED));
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    entries.forEach((source, target) -> text.append(source + "\t" + target + "\n"));
    return text.toString();
  }

  /** Both memories; where both know a text the other counts. */
  public TranslationMemory plus(TranslationMemory other) {
    Map<String, String> all = new LinkedHashMap<>();
    entries.forEach(
        (source, target) -> {
          if (!other.targets.containsKey(key(source))) {
            all.put(source, target);
          }
        });
    all.putAll(other.entries);
    return new TranslationMemory(all);
  }

  /** Number of texts it knows. */
  public int size() {
    return targets.size();
  }

  /**
   * The translation of a whole sentence; null if it is not known.
   *
   * @param into its language: Spanish opens questions and exclamations, too
   */
  String find(String sentence, Language into) {
    return find(sentence, into, key -> null);
  }

  /**
   * The same with a dictionary behind a memory that is not empty.
   *
   * @param dictionary translations of what the memory does not know, in lower case and without the
   *     marks round it; null for what it does not know either
   */
  String find(String sentence, Language into, UnaryOperator<String> dictionary) {
    if (targets.isEmpty()) {
      return null;
    }
    String key = key(sentence);
    String target = targets.get(key);
    if (target == null) {
      target = dictionary.apply(key);
    }
    if (target == null) {
      return null;
    }
    String text = sentence.strip();
    int first = Casing.firstLetter(text);
    boolean capital = first >= 0 && Character.isUpperCase(text.codePointAt(first));
    String marks = text.substring(end(text, start(text)));
    boolean stops = marks.chars().anyMatch(c -> FINAL.indexOf(c) >= 0);
    String body =
        stops ? target.substring(0, target.length() - finalMarks(target).length()) : target;
    // Quotes and brackets stay where they are; ¿ and ¡ open nothing in other languages.
    String opened = text.substring(0, start(text)).replace("¿", "").replace("¡", "");
    if (into == Language.SPANISH && stops) {
      body = body.replaceFirst("^[¿¡]+", "");
      opened += marks.contains("?") ? "¿" : marks.contains("!") ? "¡" : "";
    }
    return opened + (capital ? Casing.capitalized(body) : body) + marks;
  }

  private static int start(String text) {
    int from = 0;
    while (from < text.length() && BEFORE.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    return from;
  }

  private static int end(String text, int from) {
    int to = text.length();
    while (to > from && BEHIND.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return to;
  }

  /** The stops at the end, without quotes and brackets. */
  private static String finalMarks(String text) {
    int from = text.length();
    while (from > 0 && FINAL.indexOf(text.charAt(from - 1)) >= 0) {
      from--;
    }
    return text.substring(from);
  }

  private static String key(String text) {
    String all = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    int from = start(all);
    return SPACE
        .matcher(all.substring(from, end(all, from)).strip())
        .replaceAll(" ")
        .toLowerCase(Locale.ROOT);
  }
}
