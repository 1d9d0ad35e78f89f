package io.github.recurrent4j.vectorization;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

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
   */
  public record Result(List<TextPair> kept, int emptySides, int tooLong, int lopsided) {

    /** One line for the log. */
    public String report() {
      return String.format(
          Locale.ROOT,
          "%d pairs kept; dropped: %d with an empty side, %d too long, %d lopsided",
          kept.size(),
          emptySides,
          tooLong,
          lopsided);
    }
  }

  /** Filters pairs; lengths are counted in the codecs' tokens. */
  public Result apply(List<TextPair> pairs, TextCodec source, TextCodec target) {
    return apply(pairs, s -> source.encode(s).length, t -> target.encode(t).length);
  }

  /** Filters pairs by the lengths of their sides. */
  public Result apply(
      List<TextPair> pairs, ToIntFunction<String> source, ToIntFunction<String> target) {
    SelectedPairs.Builder kept = new SelectedPairs.Builder(pairs);
    int empty = 0;
    int tooLong = 0;
    int lopsided = 0;
    for (int i = 0; i < pairs.size(); i++) {
      TextPair pair = pairs.get(i);
      if (pair.source().isEmpty() || pair.target().isEmpty()) {
        empty++;
        continue;
      }
      int s = source.applyAsInt(pair.source());
      int t = target.applyAsInt(pair.target());
      int longer = Math.max(s, t);
      if (longer > maxTokens) {
        tooLong++;
      } else if (longer > SHORT && longer > maxRatio * Math.min(s, t)) {
        lopsided++;
      } else {
        kept.add(i);
      }
    }
    return new Result(kept.build(), empty, tooLong, lopsided);
  }
}
