package io.github.recurrent4j.vectorization;

import java.util.regex.Pattern;

/**
 * Bounds runs of combining marks. No writing puts thirty on one letter (Unicode's stream-safe form
 * has the same bound), and ordering them takes time that grows with the square of the run.
 */
final class Marks {
  private static final Pattern TOO_MANY = Pattern.compile("(\\p{M}{30})\\p{M}++");

  private Marks() {}

  /** The text without the marks past the thirtieth of each run. */
  static String bounded(String text) {
    return TOO_MANY.matcher(text).replaceAll("$1");
  }
}
