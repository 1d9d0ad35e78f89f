package io.github.recurrent4j.vectorization;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Leaves out pairs that teach nothing or cost too much.
 *
 * @param maxTokens longest side, in tokens
 * @param maxRatio largest ratio of the longer to the shorter side, beyond a few tokens
 */
public record PairFilter(int maxTokens, double maxRatio) {
  private static final int SHORT = 8;

  /**
   * What is left, and how many pairs were dropped for which reason.
   *
   * @param kept the pairs that are left, in order
   * @param emptySides pairs with an empty side
   * @param tooLong pairs with a side of more than the tokens allowed
   * @param lopsided pairs whose sides differ too much in length
   * @param repeated pairs that had come before
   */
  public record Result(
      List<TextPair> kept, int emptySides, int tooLong, int lopsided, int repeated) {

    /** One line for the log. */
    public String report() {
      return String.format(
          Locale.ROOT,
          "%d pairs kept; dropped: %d with an empty side, %d too long, %d lopsided, %d repeated",
          kept.size(),
          emptySides,
          tooLong,
          lopsided,
          repeated);
    }
  }

  /** Filters pairs; lengths are counted in the codecs' tokens. */
  public Result apply(List<TextPair> pairs, TextCodec source, TextCodec target) {
    List<TextPair> kept = new ArrayList<>();
    Set<TextPair> seen = new HashSet<>();
    int empty = 0;
    int tooLong = 0;
    int lopsided = 0;
    int repeated = 0;
    for (TextPair pair : pairs) {
      if (pair.source().isEmpty() || pair.target().isEmpty()) {
        empty++;
        continue;
      }
      int s = source.encode(pair.source()).length;
      int t = target.encode(pair.target()).length;
      int longer = Math.max(s, t);
      if (longer > maxTokens) {
        tooLong++;
      } else if (longer > SHORT && longer > maxRatio * Math.min(s, t)) {
        lopsided++;
      } else if (seen.add(pair)) {
        kept.add(pair);
      } else {
        repeated++;
      }
    }
    return new Result(kept, empty, tooLong, lopsided, repeated);
  }
}
