package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Terms whose translation is given. A term is found where its words stand as they are written, in
 * capitals or not; of two that overlap the longer counts.
 */
public final class Glossary {
  /** No terms. */
  public static final Glossary NONE = new Glossary(Map.of());

  /**
   * A term where a text holds it.
   *
   * @param from where it begins, in chars
   * @param to behind its end
   * @param target what it becomes
   */
  record Hit(int from, int to, String target) {}

  private final Map<String, String> targets = new LinkedHashMap<>();
  private final List<String> terms;

  private Glossary(Map<String, String> entries) {
    entries.forEach(
        (term, target) -> {
          String key = term.strip();
          if (!key.isEmpty()) {
            targets.put(key.toLowerCase(Locale.ROOT), target.isBlank() ? key : target.strip());
          }
        });
    terms = new ArrayList<>(targets.keySet());
    terms.sort(Comparator.comparingInt(String::length).reversed());
  }

  /**
   * A glossary.
   *
   * @param entries a term and its translation; the term itself, or nothing, if it is not to be
   *     translated
   */
  public static Glossary of(Map<String, String> entries) {
    return new Glossary(entries);
  }

  /**
   * Reads a glossary: a term, a tab and its translation on each line. A term alone is not to be
   * translated; empty lines and those that begin with # do not count.
   *
   * @throws BadInputException if the file is missing or not UTF-8, or a line has further columns or
   *     no term
   */
  public static Glossary read(Path file) {
    return new Glossary(TermLines.read(file, TermLines.Translation.OPTIONAL));
  }

  /** Whether it has no terms. */
  public boolean isEmpty() {
    return terms.isEmpty();
  }

  /** Number of terms. */
  public int size() {
    return terms.size();
  }

  /** The terms in a text, from left to right; none overlap. */
  List<Hit> find(String text) {
    if (terms.isEmpty()) {
      return List.of();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() != text.length()) {
      lower = text;
    }
    List<Hit> hits = new ArrayList<>();
    for (String term : terms) {
      for (int at = lower.indexOf(term); at >= 0; at = lower.indexOf(term, at + 1)) {
        int from = at;
        int to = at + term.length();
        if (isWhole(lower, from, to) && hits.stream().noneMatch(h -> h.from < to && from < h.to)) {
          hits.add(new Hit(from, to, targets.get(term)));
        }
      }
    }
    hits.sort(Comparator.comparingInt(Hit::from));
    return hits;
  }

  private static boolean isWhole(String text, int from, int to) {
    return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
        && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
  }
}
