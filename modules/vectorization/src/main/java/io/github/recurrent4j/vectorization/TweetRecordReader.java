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
 * DataVec reader of labelled tweets in SemEval's files (id TAB label TAB text, with {@code \\u2019}
 * escapes and rows whose tweet is "Not Available"): a record is text and label, 0 negative, 1
 * neutral, 2 positive. {@link #read(Path, Path, int)} reads TweetEval's pairs of files.
 */
public final class TweetRecordReader extends LineRecordReader {
  private static final Map<String, Integer> LABELS =
      Map.of("negative", 0, "neutral", 1, "positive", 2, "objective", 1);
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  /** All tweets of a SemEval file. */
  public static List<LabelledText> read(Path file) {
    TextFile.requireFile(file);
    TweetRecordReader reader = new TweetRecordReader();
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
            file, number, text.strip(), classes - 1));
  }

  @Override
  List<Writable> parse(String line, Path file, int number) {
    String[] cells = line.split("\t", -1);
    if (cells.length < 3) {
      throw new BadInputException(
          String.format(
              "%s, line %d: a SemEval row is id TAB label TAB text; for two files use --text and"
                  + " --labels",
              file, number));
    }
    String text = cells[2].strip();
    if (text.equals("Not Available")) {
      return null;
    }
    String label = cells[1].strip().toLowerCase(Locale.ROOT);
    Integer known = LABELS.get(label);
    if (known == null) {
      throw new BadInputException(
          String.format(
              "%s, line %d: label '%s' is not negative, neutral or positive",
              file, number, cells[1]));
    }
    return List.of(new Text(unescaped(text)), new IntWritable(known));
  }

  private static String unescaped(String text) {
    Matcher m = ESCAPE.matcher(text);
    return m.replaceAll(
        r -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(r.group(1), 16))));
  }
}
