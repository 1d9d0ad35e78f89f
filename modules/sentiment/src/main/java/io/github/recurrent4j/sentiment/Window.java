package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.vectorization.TweetNormalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A part of a text that is no longer than what a model reads at once.
 *
 * @param text the part, in the normal form of tweets
 * @param ids its tokens; one at least
 */
record Window(String text, int[] ids) {
  /** What {@link TweetNormalizer} takes at a time. */
  private static final int LONGEST_PIECE = 1000;

  private static final double LEAST_OPINION = 1e-6;
  private static final int NEUTRAL = 1;
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?…])\\s+");

  /** The normal form of a text of any length. */
  static String normal(String text) {
    if (text.length() <= LONGEST_PIECE) {
      return TweetNormalizer.normalize(text);
    }
    StringBuilder normal = new StringBuilder();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + LONGEST_PIECE);
      if (to < text.length()) {
        int space = text.lastIndexOf(' ', to);
        to = space > from ? space : to - (Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0);
      }
      String piece = TweetNormalizer.normalize(text.substring(from, to));
      normal.append(normal.isEmpty() || piece.isEmpty() ? "" : " ").append(piece);
      from = to;
    }
    return normal.toString();
  }

  /**
   * Cuts a normal form, between sentences where that can be and else between words.
   *
   * @param normal the normal form
   * @param encode its tokens
   * @param max most tokens of a window; a word of more is cut off
   * @return the windows, one at least
   */
  static List<Window> of(String normal, Function<String, int[]> encode, int max) {
    int[] all = encode.apply(normal);
    if (all.length <= max) {
      return List.of(new Window(normal, nonEmpty(all)));
    }
    List<Window> windows = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int used = 0;
    for (String sentence : SENTENCE_END.splitAsStream(normal).toList()) {
      int length = encode.apply(sentence).length;
      List<String> parts = length <= max ? List.of(sentence) : List.of(sentence.split(" ", -1));
      for (String part : parts) {
        int tokens = parts.size() == 1 ? length : encode.apply(part).length;
        if (used > 0 && used + tokens > max) {
          windows.add(closed(open.toString(), encode, max));
          open.setLength(0);
          used = 0;
        }
        open.append(open.isEmpty() ? "" : " ").append(part);
        used += tokens;
      }
    }
    windows.add(closed(open.toString(), encode, max));
    return windows;
  }

  private static Window closed(String text, Function<String, int[]> encode, int max) {
    int[] ids = encode.apply(text);
    return new Window(text, nonEmpty(ids.length > max ? Arrays.copyOf(ids, max) : ids));
  }

  /** A text without anything visible is one padding token. */
  private static int[] nonEmpty(int[] ids) {
    return ids.length == 0 ? new int[1] : ids;
  }

  /**
   * The probabilities of a text: those of its windows, averaged by their lengths. Of three classes
   * a window counts as the square of how little it is neutral, whatever its length: one sentence of
   * anger after a page of facts is the verdict.
   *
   * @param windows the text's windows
   * @param probabilities those of each window
   */
  static double[] average(List<Window> windows, List<double[]> probabilities) {
    if (windows.size() == 1) {
      return probabilities.get(0);
    }
    double[] mean = new double[probabilities.get(0).length];
    double total = 0;
    for (int w = 0; w < windows.size(); w++) {
      double[] p = probabilities.get(w);
      double weight =
          p.length == 3
              ? Math.max(LEAST_OPINION, Math.pow(1 - p[NEUTRAL], 2))
              : windows.get(w).ids().length;
      total += weight;
      for (int c = 0; c < mean.length; c++) {
        mean[c] += weight * p[c];
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] /= total;
    }
    return mean;
  }
}
