package io.github.recurrent4j.vectorization;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/**
 * DataVec reader of labelled tweets: a record is text and label, 0 negative, 1 neutral, 2 positive.
 * Columns go by name ({@link TextTable} says in which forms files have them); without names a file
 * is SemEval's (id TAB label TAB text, with {@code \\u2019} escapes and rows whose tweet is "Not
 * Available"). {@link #read(Path, Path, int)} reads TweetEval's pairs of files.
 */
public final class TweetRecordReader extends LineRecordReader {
  private static final Map<String, Integer> LABELS =
      Map.of("negative", 0, "neutral", 1, "positive", 2, "objective", 1);
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  private final String text;
  private final String label;
  private final int classes;

  /** A reader of SemEval's files. */
  public TweetRecordReader() {
    this(null, null, 3);
  }

  /**
   * A reader of columns by name.
   *
   * @param text column of the text: a name of the header, or a number from 1
   * @param label column of the label, likewise; labels are 0 to classes - 1, or, of three classes,
   *     negative, neutral and positive
   * @param classes number of classes
   */
  public TweetRecordReader(String text, String label, int classes) {
    this.text = text;
    this.label = label;
    this.classes = classes;
  }

  /** All tweets of a SemEval file. */
  public static List<LabelledText> read(Path file) {
    return read(file, new TweetRecordReader());
  }

  /** All tweets of a file with columns, which go by name or number (from 1). */
  public static List<LabelledText> read(Path file, String text, String label, int classes) {
    return read(file, new TweetRecordReader(text, label, classes));
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
    List<String> lines = lines(texts);
    List<String> numbers = lines(labels);
    if (lines.size() != numbers.size()) {
      throw new BadInputException(
          String.format(
              "%s has %d lines and %s has %d: each text needs a label",
              texts, lines.size(), labels, numbers.size()));
    }
    List<LabelledText> result = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      result.add(new LabelledText(lines.get(i), label(numbers.get(i), labels, i + 1, classes)));
    }
    return result;
  }

  private static int label(String text, Path file, int number, int classes) {
    Integer named = LABELS.get(text.strip().toLowerCase(Locale.ROOT));
    if (named != null && classes == 3) {
      return named;
    }
    try {
      int label = Integer.parseInt(text.strip());
      if (label >= 0 && label < classes) {
        return label;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new BadInputException(
        String.format(
            "%s, line %d: label '%s' is not a number from 0 to %d",
            file, number, TextTable.shortened(text), classes - 1));
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
        new Text(unescaped(words)), new IntWritable(label(cells.get(1), file, line, classes)));
  }

  private static String unescaped(String text) {
    Matcher m = ESCAPE.matcher(text);
    return m.replaceAll(
        r -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(r.group(1), 16))));
  }
}
