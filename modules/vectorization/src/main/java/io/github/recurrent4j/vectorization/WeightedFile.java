package io.github.recurrent4j.vectorization;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file and how much it counts among others.
 *
 * @param file the file
 * @param weight above 0
 */
public record WeightedFile(Path file, double weight) {
  private static final Pattern WITH_WEIGHT = Pattern.compile("(.+):(\\d+(?:\\.\\d+)?)");

  /** {@code pairs.tsv} or {@code pairs.tsv:2.5}; a file of just that name comes first. */
  public static WeightedFile parse(String text) {
    Matcher m = WITH_WEIGHT.matcher(text);
    if (!m.matches() || Files.exists(Path.of(text))) {
      return new WeightedFile(Path.of(text), 1);
    }
    return new WeightedFile(Path.of(m.group(1)), Double.parseDouble(m.group(2)));
  }
}
