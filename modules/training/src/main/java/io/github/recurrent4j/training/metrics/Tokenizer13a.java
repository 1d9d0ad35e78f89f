package io.github.recurrent4j.training.metrics;

import java.util.regex.Pattern;

/**
 * The tokenization of the NIST script mteval-v13a, as sacreBLEU applies it (Post, 2018, "A Call for
 * Clarity in Reporting BLEU Scores").
 */
public final class Tokenizer13a {
  private static final Pattern SYMBOLS = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
  private static final Pattern MARK_AFTER_NON_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern MARK_BEFORE_NON_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private Tokenizer13a() {}

  /** The tokens of a line. */
  public static String[] tokenize(String text) {
    String line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
    if (line.contains("&")) {
      line =
          line.replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
    }
    line = " " + line + " ";
    line = SYMBOLS.matcher(line).replaceAll(" $1 ");
    line = MARK_AFTER_NON_DIGIT.matcher(line).replaceAll("$1 $2 ");
    line = MARK_BEFORE_NON_DIGIT.matcher(line).replaceAll(" $1 $2");
    line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
    return WhiteSpace.split(line);
  }
}
