package io.github.recurrent4j.vectorization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/**
 * DataVec reader of labelled tweets: a record is text and number of the class, of {@link Labels}.
 * Columns go by name ({@link TextTable} says in which forms files have them); without names a file
 * is SemEval's (id TAB label TAB text, with {@code \\u2019} escapes and rows whose tweet is "Not
 * Available"). {@link #read(Path, Path, int)} reads TweetEval's pairs of files.
 */
public final class TweetRecordReader extends LineRecordReader {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  private final String text;
  private final String label;
  private final Labels labels;

  /** A reader of SemEval's files. */
  public TweetRecordReader() {
    this(null, null, Labels.SENTIMENT);
  }

  /**
   * A reader of columns by name.
   *
   * @param text column of the text: a name of the header, or a number from 1
   * @param label column of the label, likewise
   * @param labels the classes
   */
  public TweetRecordReader(String text, String label, Labels labels) {
    this.text = text;
    this.label = label;
    this.labels = labels;
  }

  /** All tweets of a SemEval file. */
  public static List<LabelledText> read(Path file) {
    return read(file, new TweetRecordReader());
  }

  /** All tweets of a file with columns, which go by name or number (from 1). */
  public static List<LabelledText> read(Path file, String text, String label, Labels labels) {
    return read(file, new TweetRecordReader(text, label, labels));
  }

  /** The labels of a file with columns as they stand there, one for each text that has a label. */
  public static List<String> labels(Path file, String text, String label) {
    TextFile.requireFile(file);
    TextTable table = TextTable.read(file).headedBy(text);
    return column(table, table.column(label));
  }

  /** The texts of a file with columns, without labels: one for each row that has the column. */
  public static List<String> texts(Path file, String text) {
    TextFile.requireFile(file);
    TextTable table = TextTable.read(file).headedBy(text);
    return column(table, table.column(text)).stream().map(TweetRecordReader::unescaped).toList();
  }

  private static List<String> column(TextTable table, int column) {
    List<String> found = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      if (column < row.cells().size()) {
        found.add(row.cells().get(column));
      }
    }
    return found;
  }

  /** The labels of a file that has one a line. */
  public static List<String> labels(Path file) {
    return lines(file);
  }

  private static List<LabelledText> read(Path file, TweetRecordReader reader) {
    TextFile.requireFile(file);
    reader.initialize(new FileSplit(file.toFile()));
    List<LabelledText> tweets = new ArrayList<>();
    while (reader.hasNext()) {
      List<Writable> record = reader.next();
      tweets.add(new LabelledText(record.get(0).toString(), record.get(1).toInt()));
    }
    return tweets;
  }

  /**
   * All texts of a file, one a line, with the labels of another.
   *
   * @param classes number of classes; labels are 0 to classes - 1
   */
  public static List<LabelledText> read(Path texts, Path labels, int classes) {
    return read(texts, labels, Labels.numbered(classes));
  }

  /**
   * All texts of a file, one a line, with the labels of another.
   *
   * @param classes what the labels may be
   */
  public static List<LabelledText> read(Path texts, Path labels, Labels classes) {
    List<String> lines = lines(texts);
    List<String> names = lines(labels);
    if (lines.size() != names.size()) {
      throw new BadInputException(
          String.format(
              "%s has %d lines and %s has %d: each text needs a label",
              texts, lines.size(), labels, names.size()));
    }
    List<LabelledText> result = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      result.add(new LabelledText(lines.get(i), label(names.get(i), labels, i + 1, classes)));
    }
    return result;
  }

  private static int label(String text, Path file, int number, Labels labels) {
    OptionalInt label = labels.find(text);
    if (label.isPresent()) {
      return label.getAsInt();
    }
    throw new BadInputException(
        String.format(
            "%s, line %d: label '%s' is not %s",
            file, number, TextTable.shortened(text), labels.described()));
  }

  @Override
  TextTable headed(TextTable table) {
    return text == null ? table : table.headedBy(text);
  }

  @Override
  List<Integer> columns(TextTable table) {
    if (text != null) {
      return List.of(table.column(text), table.column(label));
    }
    for (TextTable.Row row : table.rows()) {
      if (row.cells().size() < 3) {
        throw new BadInputException(
            String.format(
                "%s, line %d: a SemEval row is id TAB label TAB text; for two files use --text and"
                    + " --labels",
                table.file(), row.line()));
      }
    }
    return List.of(2, 1);
  }

  @Override
  List<Writable> parse(List<String> cells, Path file, int line) {
    String words = cells.get(0).strip();
    if (words.equals("Not Available")) {
      return null;
    }
    return List.of(
        new Text(unescaped(words)), new IntWritable(label(cells.get(1), file, line, labels)));
  }

  private static String unescaped(String text) {
    Matcher m = ESCAPE.matcher(text);
    return m.replaceAll(
        r -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(r.group(1), 16))));
  }
}
