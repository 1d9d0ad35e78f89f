package io.github.recurrent4j.vectorization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Notes and cards as Anki exports them: lines of the form {@code #key:value} first, of which {@code
 * #separator} says what stands between the fields, {@code #html} whether they are HTML, {@code
 * #columns} what they are called, and {@code #guid column} and the like which hold no text.
 */
final class AnkiExport {
  private static final Map<String, Character> SEPARATORS =
      Map.of("tab", '\t', "comma", ',', "semicolon", ';', "space", ' ', "pipe", '|', "colon", ':');

  private static final Pattern MARKUP = Pattern.compile("<[^<>]*>|\\[sound:[^\\]]*\\]");

  private AnkiExport() {}

  static TextTable read(Path file, String text) {
    char separator = '\t';
    boolean html = false;
    List<String> header = List.of();
    Set<Integer> noText = new TreeSet<>();
    int start = 0;
    int lines = 0;
    while (start < text.length() && text.charAt(start) == '#') {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String line = text.substring(start, end);
      int colon = line.indexOf(':');
      if (colon < 0) {
        break;
      }
      String key = line.substring(1, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1);
      if (key.equals("separator")) {
        separator = separator(file, value);
      } else if (key.equals("html")) {
        html = value.strip().equals("true");
      } else if (key.equals("columns")) {
        header = names(value, separator);
      } else if (key.endsWith(" column")) {
        noText.add(number(file, line, value) - 1);
      }
      start = Math.min(text.length(), end + 1);
      lines++;
    }
    List<TextTable.Row> rows = new ArrayList<>();
    int columns = header.size();
    for (TextTable.Row row : DelimitedText.quoted(file, text.substring(start), separator)) {
      List<String> cells = new ArrayList<>();
      for (String cell : row.cells()) {
        cells.add(html ? Entities.resolve(MARKUP.matcher(cell).replaceAll(" ")) : cell);
      }
      columns = Math.max(columns, cells.size());
      rows.add(new TextTable.Row(row.line() + lines, cells));
    }
    List<Integer> places =
        TextTable.upTo(columns).stream().filter(i -> !noText.contains(i)).toList();
    return new TextTable(file, header, places, rows);
  }

  private static List<String> names(String value, char separator) {
    List<String> names = new ArrayList<>();
    for (TextTable.Row row : DelimitedText.plain(value, String.valueOf(separator))) {
      row.cells().forEach(n -> names.add(n.strip().toLowerCase(Locale.ROOT)));
    }
    return names;
  }

  private static char separator(Path file, String value) {
    Character named = SEPARATORS.get(value.strip().toLowerCase(Locale.ROOT));
    if (named != null) {
      return named;
    }
    if (value.length() == 1) {
      return value.charAt(0);
    }
    throw new BadInputException(
        file + ", line 1: the separator '" + TextTable.shortened(value) + "' is unknown");
  }

  private static int number(Path file, String line, String value) {
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new BadInputException(
          file + ": '" + TextTable.shortened(line) + "' names no column by number", e);
    }
  }
}
