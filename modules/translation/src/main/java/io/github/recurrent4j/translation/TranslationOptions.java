package io.github.recurrent4j.translation;

import io.github.recurrent4j.inference.BeamSearch;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;

/** How translations are searched for. */
@RecordBuilder
public record TranslationOptions(
    @Setting(value = "5", range = "[1, 100]", doc = "hypotheses followed at once; 1 is greedy")
        int beam,
    @Setting(value = "1", range = "[1, 100]", doc = "translations for each text, at most --beam")
        int nBest,
    @Setting(
            value = "1",
            range = "[0, inf)",
            doc = "0 prefers short translations, 1 long ones (alpha of Wu et al., 2016)")
        double lengthPenalty,
    @Setting(
            name = "coverage",
            value = "0",
            range = "[0, inf)",
            doc = "price of source tokens that were not attended to (beta of Wu et al., 2016)")
        double coveragePenalty,
    @Setting(value = "true", doc = "copy numbers and rare names from the source") boolean copy,
    @Setting(
            value = "0",
            range = "[0, 100]",
            doc =
                "0 searches; above, each token is drawn, and with higher values the unlikely more often")
        double temperature,
    @Setting(
            name = "top-p",
            value = "1",
            range = "(0, 1]",
            doc = "with --temperature, draw among the likeliest tokens with so much probability")
        double topP,
    @Setting(value = "1", doc = "seed of what is drawn") long seed,
    @Setting(
            value = "false",
            doc =
                "of the beam's answers prefer those that miss and invent no value of dialogue acts,"
                    + " name=value, in a plain task")
        boolean keepValues)
    implements TranslationOptionsBuilder.With, Rules {

  @Override
  public void check() {
    BadOptionException.require(
        nBest <= beam, "--n-best must be between 1 and --beam, which is " + beam);
    BadOptionException.require(
        nBest == 1 || temperature == 0, "--temperature draws one answer: leave --n-best out");
  }

  /** Beam search with five hypotheses. */
  public static TranslationOptions standard() {
    return Settings.standard(TranslationOptions.class);
  }

  /** The likeliest token, step by step. */
  public static TranslationOptions greedy() {
    return standard().withBeam(1);
  }

  /** How the network's hypotheses are searched. */
  BeamSearch.Options search() {
    return new BeamSearch.Options(rows(), nBest, lengthPenalty, coveragePenalty);
  }

  /** Hypotheses followed at once: one where tokens are drawn. */
  int rows() {
    return temperature > 0 ? 1 : beam;
  }

  /** The same with another number of translations, at most as many as are followed. */
  TranslationOptions withBest(int count) {
    return withNBest(Math.min(count, rows()));
  }
}
