package io.github.recurrent4j.vectorization;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source of pairs and how often each of its pairs is seen in an epoch, see {@link PairMix}.
 *
 * @param source where the pairs are read from
 * @param weight above 0; 1 for once
 */
public record WeightedPairs(PairSource source, double weight) {
  private static final Pattern WITH_WEIGHT = Pattern.compile("(.+):(\\d+(?:\\.\\d+)?)");

  /**
   * A file and its weight.
   *
   * @param file the file
   * @param weight above 0
   */
  public record File(Path file, double weight) {
    /** {@code pairs.tsv} or {@code pairs.tsv:2.5}; a file of just that name comes first. */
    public static File parse(String text) {
      Matcher m = WITH_WEIGHT.matcher(text);
      if (!m.matches() || Files.exists(Path.of(text))) {
        return new File(Path.of(text), 1);
      }
      return new File(Path.of(m.group(1)), Double.parseDouble(m.group(2)));
    }
  }

  /** A source whose pairs are seen once. */
  public static WeightedPairs once(PairSource source) {
    return new WeightedPairs(source, 1);
  }
}
