package io.github.recurrent4j.search;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;

/** How a search is run. */
@RecordBuilder
public record SearchSettings(
    @Setting(value = "random", doc = "how candidates are chosen") Generators generator,
    @Setting(value = "3", range = "[2, inf)", doc = "values of each number in a grid")
        int gridValues,
    @Setting(value = "0", range = "[0, inf)", doc = "time for all candidates; 0: no limit")
        double minutes,
    @Setting(
            value = "0",
            range = "[0, inf)",
            doc =
                "time of each candidate, into which its schedule fits itself; 0: a twelfth of"
                    + " --minutes, if that is limited")
        double candidateMinutes,
    @Setting(value = "0", range = "[0, inf)", doc = "most candidates; 0: no limit") int candidates,
    @Setting(value = "0", range = "[0, inf)", doc = "score that ends the search; 0: none")
        double target,
    @Setting(value = "true", doc = "stop candidates early that are worse than half of the others")
        boolean medianRule,
    @Setting(value = "1", doc = "seed of the choice of candidates") long seed)
    implements SearchSettingsBuilder.With, Rules {

  /** Part of a candidate's budget that must be left for it to begin. */
  static final double LEAST_PART = 0.5;

  private static final int PARTS = 12;

  /** The defaults; a limit is still to be set. */
  public static SearchSettings standard() {
    return Settings.standard(SearchSettings.class);
  }

  /** Whether each candidate's time is limited. */
  boolean timed() {
    return budget() > 0;
  }

  /** Minutes of each candidate; 0: no limit. */
  double budget() {
    return candidateMinutes > 0 ? candidateMinutes : minutes / PARTS;
  }

  @Override
  public void check() {
    require(
        minutes == 0 || candidateMinutes <= minutes,
        "--candidate-minutes must not exceed --minutes");
    require(
        generator == Generators.GRID || minutes > 0 || candidates > 0 || target > 0,
        "give --minutes, --candidates or --target: the search would never end");
  }
}
