package io.github.recurrent4j.cli;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a model did not know in what it read, counted. */
final class UnknownTexts {
  private static final int MOST_NAMED = 20;

  private final Map<String, Integer> counts = new TreeMap<>();

  /** Counts what a text had. */
  void add(Map<String, Integer> unknown) {
    unknown.forEach((text, count) -> counts.merge(text, count, Integer::sum));
  }

  /** Says what there was, if anything, on standard error: {@code r4j: what: ñ:2 é:1}. */
  void report(String what) {
    if (!counts.isEmpty()) {
      Map<String, Integer> most =
          counts.entrySet().stream()
              .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
              .limit(MOST_NAMED)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      int more = counts.size() - most.size();
      System.err.println(
          "r4j: " + what + ": " + names(most) + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  /** Names with their counts: {@code é:1 ñ:2}; white space and controls as U+0009. */
  static String names(Map<String, Integer> unknown) {
    return new TreeMap<>(unknown)
        .entrySet().stream()
            .map(e -> name(e.getKey()) + ":" + e.getValue())
            .collect(Collectors.joining(" "));
  }

  private static String name(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)
                    ? String.format(Locale.ROOT, "U+%04X", c)
                    : Character.toString(c))
        .collect(Collectors.joining());
  }
}
