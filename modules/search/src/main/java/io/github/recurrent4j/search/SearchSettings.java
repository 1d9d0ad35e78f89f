package io.github.recurrent4j.search;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

/**
 * How a search is run.
 *
 * @param generator how candidates are chosen
 * @param gridValues values of each numeric parameter in a grid, at least 2
 * @param minutes time for all candidates; infinity for no limit
 * @param candidateMinutes time budget of each, into which its learning-rate schedule fits; infinity
 *     for none
 * @param candidates most candidates
 * @param target score that ends the search; NaN for none
 * @param medianRule whether candidates worse than half of the others are stopped early
 * @param seed seed of the choice of candidates
 */
public record SearchSettings(
    Generators generator,
    int gridValues,
    double minutes,
    double candidateMinutes,
    int candidates,
    double target,
    boolean medianRule,
    long seed) {

  /** Part of a candidate's budget that must be left for it to begin. */
  static final double LEAST_PART = 0.5;

  /** Checks ranges. */
  public SearchSettings {
    require(gridValues >= 2, "--grid-values must be at least 2");
    require(minutes > 0, "--minutes must be above 0");
    require(candidateMinutes > 0, "--candidate-minutes must be above 0");
    require(candidateMinutes <= minutes, "--candidate-minutes must not exceed --minutes");
    require(candidates >= 1, "--candidates must be at least 1");
    require(
        generator == Generators.GRID
            || Double.isFinite(minutes)
            || candidates < Integer.MAX_VALUE
            || Double.isFinite(target),
        "give --minutes, --candidates or --target: the search would never end");
  }
}
