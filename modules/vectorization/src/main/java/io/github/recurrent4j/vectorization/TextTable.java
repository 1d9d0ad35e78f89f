package io.github.recurrent4j.vectorization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text file with columns, in the forms in which people have them:
 *
 * <ul>
 *   <li>a tab between the cells; quotes count as a spreadsheet's only if all that begin a cell are
 *       balanced and one holds what needs quotes (a doubled quote, a line end, a tab), since
 *       sentences begin with quotes, too;
 *   <li>{@code .csv}: commas or semicolons, cells in quotes where they need them (RFC 4180);
 *   <li>{@code .jsonl} and {@code .ndjson}: an object a line; its fields are the columns, those of
 *       objects inside go by {@code outer.inner};
 *   <li>Anki's export, known by its {@code #separator} line; its columns of numbers, decks and tags
 *       are no text.
 * </ul>
 *
 * <p>A first row of the usual names (source, target, text, label, english, …) is a header.
 *
 * @param file where it is from
 * @param header names of the columns in lower case; empty if the file has none
 * @param textColumns places of the columns that may hold texts, from 0
 * @param rows all rows but the header and blank lines
 */
public record TextTable(Path file, List<String> header, List<Integer> textColumns, List<Row> rows) {

  /**
   * A row.
   *
   * @param line number of its first line in the file, from 1
   * @param cells one for each column
   */
  public record Row(int line, List<String> cells) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST_COLUMNS = 1000;
  private static final Pattern NUMBERS = Pattern.compile("\\d+");
  private static final int LOOKED_AT = 50;
  private static final int QUOTED = 40;

  private static final Set<String> USUAL_NAMES =
      Set.of(
          "source",
          "target",
          "src",
          "tgt",
          "trg",
          "input",
          "output",
          "text",
          "tweet",
          "sentence",
          "sentence1",
          "sentence2",
          "translation",
          "summary",
          "question",
          "answer",
          "label",
          "labels",
          "sentiment",
          "polarity",
          "class",
          "id",
          "english",
          "spanish",
          "español",
          "inglés",
          "en",
          "es",
          "eng",
          "spa");

  /**
   * Reads a file.
   *
   * @throws BadInputException if the file is missing, empty, not UTF-8, or not in the form that its
   *     name or first line promises
   */
  public static TextTable read(Path file) {
    StringBuilder all = new StringBuilder();
    TextFile.read(file, all::append);
    String text = all.toString();
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (text.startsWith("#separator:")) {
      return AnkiExport.read(file, text);
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return jsonLines(file, text);
    }
    if (name.endsWith(".csv")) {
      return withHeader(file, DelimitedText.quoted(file, text, DelimitedText.separator(text)));
    }
    return withHeader(file, DelimitedText.tabbed(text));
  }

  static TextTable withHeader(Path file, List<Row> rows) {
    List<String> first = rows.isEmpty() ? List.of() : lower(rows.get(0).cells());
    boolean header = first.size() > 1 && USUAL_NAMES.containsAll(first);
    return new TextTable(
        file,
        header ? first : List.of(),
        upTo(rows.stream().mapToInt(r -> r.cells().size()).max().orElse(0)),
        header ? rows.subList(1, rows.size()) : rows);
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(n -> n.strip().toLowerCase(Locale.ROOT)).toList();
  }

  static List<Integer> upTo(int n) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add(i);
    }
    return all;
  }

  /**
   * The place, from 0, of a column that goes by a name of the header or by its number, from 1.
   *
   * @throws BadOptionException if there is none
   */
  public int column(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    List<String> names = header.isEmpty() && !rows.isEmpty() ? lower(rows.get(0).cells()) : header;
    int place = names.indexOf(wanted);
    if (place < 0 && NUMBERS.matcher(wanted).matches() && wanted.length() < 6) {
      place = Integer.parseInt(wanted) - 1;
      if (place < 0 || place >= names.size()) {
        throw new BadOptionException(
            file + " has " + names.size() + " columns: there is no number " + wanted);
      }
    }
    if (place < 0) {
      throw new BadOptionException(
          String.format(
              "%s has no column '%s': it has %s",
              file, shortened(name), shortened(String.join(", ", names))));
    }
    return place;
  }

  /** This table without its first row, if that row names this column. */
  public TextTable headedBy(String name) {
    boolean named =
        header.isEmpty()
            && !rows.isEmpty()
            && lower(rows.get(0).cells()).contains(name.strip().toLowerCase(Locale.ROOT));
    return named
        ? new TextTable(file, lower(rows.get(0).cells()), textColumns, rows.subList(1, rows.size()))
        : this;
  }

  /**
   * The first columns that hold text, where nobody named any.
   *
   * @param count how many are needed
   * @throws BadInputException if one of them holds nothing but numbers, such as the ids of an
   *     export
   */
  public List<Integer> defaultColumns(int count) {
    for (Row row : rows) {
      if (row.cells().size() < 2 && count == 2) {
        throw new BadInputException(
            String.format(
                "%s, line %d has no tab: each line needs two texts with a tab between them (two"
                    + " files with a line for each other become one with: paste a b > ab.tsv)",
                file, row.line()));
      }
    }
    if (textColumns.size() < count) {
      throw new BadInputException(
          file + " has fewer than " + count + " columns of text: " + shortened(header.toString()));
    }
    List<Integer> places = textColumns.subList(0, count);
    for (int place : places) {
      Set<String> seen = new HashSet<>();
      boolean numbers =
          rows.size() > 2
              && rows.stream()
                  .limit(LOOKED_AT)
                  .map(r -> place < r.cells().size() ? r.cells().get(place).strip() : "")
                  .peek(seen::add)
                  .allMatch(c -> NUMBERS.matcher(c).matches());
      if (numbers && seen.size() > 1) {
        throw new BadInputException(
            String.format(
                "%s: column %d holds numbers, not text: name the columns to read, by name or number",
                file, place + 1));
      }
    }
    return places;
  }

  private static TextTable jsonLines(Path file, String text) {
    List<String> header = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      List<String> cells = new ArrayList<>();
      try {
        JsonNode object = JSON.readTree(line);
        if (!object.isObject()) {
          throw new BadInputException(file + ", line " + number + " is not a JSON object");
        }
        fields(object, "", header, cells, texts);
      } catch (JsonProcessingException e) {
        throw new BadInputException(
            String.format(
                "%s, line %d is not JSON: each line is one object, such as {\"text\": \"Hola\"}",
                file, number),
            e);
      }
      if (header.size() > MOST_COLUMNS) {
        throw new BadInputException(
            String.format(
                "%s has more than %d different fields: each line needs the same ones",
                file, MOST_COLUMNS));
      }
      rows.add(new Row(number, cells));
    }
    List<Row> whole = new ArrayList<>();
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(row.cells());
      while (cells.size() < header.size()) {
        cells.add("");
      }
      whole.add(new Row(row.line(), cells));
    }
    List<Integer> places =
        upTo(header.size()).stream().filter(i -> texts.contains(header.get(i))).toList();
    return new TextTable(file, List.copyOf(header), places, whole);
  }

  private static void fields(
      JsonNode object, String prefix, List<String> header, List<String> cells, Set<String> texts) {
    object
        .fields()
        .forEachRemaining(
            field -> {
              String name = (prefix + field.getKey()).toLowerCase(Locale.ROOT);
              if (field.getValue().isObject()) {
                fields(field.getValue(), name + ".", header, cells, texts);
                return;
              }
              int place = header.indexOf(name);
              if (place < 0) {
                place = header.size();
                header.add(name);
              }
              while (cells.size() <= place) {
                cells.add("");
              }
              if (field.getValue().isTextual()) {
                texts.add(name);
              }
              cells.set(place, field.getValue().isNull() ? "" : field.getValue().asText());
            });
  }

  /** What a message quotes of a file's own words. */
  static String shortened(String words) {
    String line = words.replaceAll("\\s+", " ").strip();
    return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
  }
}
