package io.github.recurrent4j.vectorization;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** The form in which translators read and write texts. */
public final class CleanText {
  private static final Pattern SPACES = Pattern.compile("[\\p{Cc}\\p{Zs}\\p{Zl}\\p{Zp}]+");

  private CleanText() {}

  /**
   * NFC, with single spaces where there were spaces, controls or line ends, and none at the ends.
   */
  public static String of(String text) {
    return SPACES
        .matcher(Normalizer.normalize(Marks.bounded(text), Normalizer.Form.NFC))
        .replaceAll(" ")
        .strip();
  }
}
