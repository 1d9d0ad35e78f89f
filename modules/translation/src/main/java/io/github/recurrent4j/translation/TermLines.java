package io.github.recurrent4j.translation;

import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.TextFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts with their translations, as glossaries and translation memories are written: a text, a tab
 * and its translation on each line. Empty lines and those that begin with # do not count.
 */
final class TermLines {
  private TermLines() {}

  /** What the second column may be. */
  enum Translation {
    /** There must be one on each line. */
    NEEDED,
    /** A line without one has an empty translation. */
    OPTIONAL
  }

  /**
   * Reads a file.
   *
   * @return the translations by their texts, in the order of the file
   * @throws BadInputException if the file is missing or not UTF-8, or a line has not these columns
   */
  static Map<String, String> read(Path file, Translation second) {
    StringBuilder text = new StringBuilder();
    TextFile.read(file, text::append);
    return parse(text.toString(), file.toString(), second);
  }

  /**
   * Reads lines.
   *
   * @param name what messages call the text
   */
  static Map<String, String> parse(String text, String name, Translation second) {
    Map<String, String> entries = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\t", 3);
      String target = cells.length > 1 ? cells[1] : "";
      boolean further = cells.length > 2 && !cells[2].isBlank();
      boolean lacks = target.isBlank() && second == Translation.NEEDED;
      if (further || lacks || cells[0].isBlank()) {
        throw new BadInputException(
            String.format(
                "%s, line %d: a text, a tab and its translation are needed, nothing else",
                name, number));
      }
      entries.put(cells[0], target);
    }
    return entries;
  }
}
