package io.github.recurrent4j.vectorization;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts text into rows and cells: plain cells between tabs, and cells in quotes. */
final class DelimitedText {
  /** Stands after the last line: it is a row of its own unless a quote was left open. */
  private static final String LAST = "\u0001last";

  private static final Pattern DOUBLED =
      Pattern.compile("(?:^|\t)\"[^\"\t\n]*+\"\"", Pattern.MULTILINE);

  private DelimitedText() {}

  /** Rows between tabs; quotes as in {@link TextTable}. */
  static List<TextTable.Row> tabbed(String text) {
    List<TextTable.Row> quoted = ofQuotes(text);
    return quoted == null ? plain(text, "\t") : quoted;
  }

  /** Whether quotes count in a text with tabs. */
  static boolean isQuoted(String text) {
    return ofQuotes(text) != null;
  }

  private static List<TextTable.Row> ofQuotes(String text) {
    if (text.startsWith("\"") || text.contains("\t\"") || text.contains("\n\"")) {
      List<TextTable.Row> quoted = strictly(text, '\t');
      if (quoted != null && needQuotes(text, quoted)) {
        return quoted;
      }
    }
    return null;
  }

  static List<TextTable.Row> plain(String text, String separator) {
    List<TextTable.Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        rows.add(new TextTable.Row(number, cells(line, separator)));
      }
    }
    return rows;
  }

  private static List<String> cells(String line, String separator) {
    List<String> cells = new ArrayList<>();
    int start = 0;
    for (int end = line.indexOf(separator); end >= 0; end = line.indexOf(separator, start)) {
      cells.add(line.substring(start, end));
      start = end + separator.length();
    }
    cells.add(line.substring(start));
    return cells;
  }

  /**
   * Rows with cells in quotes where they need them.
   *
   * @throws BadInputException if a quote is left open or does not end its cell
   */
  static List<TextTable.Row> quoted(Path file, String text, char separator) {
    List<TextTable.Row> rows = strictly(text, separator);
    if (rows == null) {
      throw new BadInputException(
          String.format(
              "%s, line %d: a quote is open, or text follows the quote that ends a cell: quotes"
                  + " inside a cell in quotes are doubled",
              file, brokenLine(text, separator)));
    }
    return rows;
  }

  /** Comma, semicolon or tab: what the first line has most of. */
  static char separator(String text) {
    String first = text.lines().findFirst().orElse("");
    char best = ',';
    for (char c : new char[] {';', '\t'}) {
      if (count(first, c) > count(first, best)) {
        best = c;
      }
    }
    return best;
  }

  private static long count(String text, char c) {
    return text.chars().filter(x -> x == c).count();
  }

  /** The rows, or null if quotes are not balanced. */
  private static List<TextTable.Row> strictly(String text, char separator) {
    List<TextTable.Row> rows = new ArrayList<>();
    try {
      for (CsvRecord r : reader(text + (text.endsWith("\n") ? "" : "\n") + LAST, separator)) {
        rows.add(new TextTable.Row((int) r.getStartingLineNumber(), r.getFields()));
      }
    } catch (CsvParseException e) {
      return null;
    }
    TextTable.Row last = rows.remove(rows.size() - 1);
    rows.removeIf(r -> r.cells().stream().allMatch(String::isBlank));
    return last.cells().equals(List.of(LAST)) ? rows : null;
  }

  private static Iterable<CsvRecord> reader(String text, char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowExtraCharsAfterClosingQuote(false)
        .ofCsvRecord(text);
  }

  private static int brokenLine(String text, char separator) {
    int line = 1;
    try {
      for (CsvRecord r : reader(text, separator)) {
        line = (int) r.getStartingLineNumber();
      }
    } catch (CsvParseException e) {
      return line + 1;
    }
    return line;
  }

  /** Whether a cell holds what cannot be written without quotes. */
  private static boolean needQuotes(String text, List<TextTable.Row> rows) {
    return DOUBLED.matcher(text).find()
        || rows.stream()
            .flatMap(r -> r.cells().stream())
            .anyMatch(c -> c.indexOf('\n') >= 0 || c.indexOf('\t') >= 0);
  }
}
