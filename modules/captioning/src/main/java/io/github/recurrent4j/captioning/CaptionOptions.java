package io.github.recurrent4j.captioning;

import io.github.recurrent4j.inference.BeamSearch;
import io.github.recurrent4j.vectorization.BadOptionException;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;

/** How captions are searched for. */
@RecordBuilder
public record CaptionOptions(
    @Setting(value = "5", range = "[1, 100]", doc = "hypotheses followed at once; 1 is greedy")
        int beam,
    @Setting(value = "1", range = "[1, 100]", doc = "captions for each picture, at most --beam")
        int nBest,
    @Setting(
            value = "1",
            range = "[0, inf)",
            doc = "0 prefers short captions, 1 long ones (alpha of Wu et al., 2016)")
        double lengthPenalty,
    @Setting(value = "60", range = "[1, 1000]", doc = "most tokens of a caption") int longest,
    @Setting(
            value = "auto",
            doc =
                "how a caption comes about: written token by token, or the likeliest of the known"
                    + " ones of the training data; auto: known, where the model tells them apart"
                    + " (trained with --known)")
        Said said)
    implements CaptionOptionsBuilder.With, Rules {

  /** How a caption comes about. */
  public enum Said {
    /** Known, where the model tells known captions apart, otherwise written. */
    AUTO,
    /** Token by token. */
    WRITTEN,
    /** As the likeliest of those that the model was trained on. */
    KNOWN
  }

  /** Whether a captioner of this shape says what it knows. */
  boolean known(CaptionShape shape) {
    BadOptionException.require(
        said != Said.KNOWN || shape.known(),
        "this model cannot tell known captions apart: leave --said out, or train one with --known");
    return said != Said.WRITTEN && shape.known();
  }

  @Override
  public void check() {
    BadOptionException.require(
        nBest <= beam, "--n-best must be between 1 and --beam, which is " + beam);
  }

  /** Beam search with five hypotheses. */
  public static CaptionOptions standard() {
    return Settings.standard(CaptionOptions.class);
  }

  /** The likeliest token, step by step. */
  public static CaptionOptions greedy() {
    return standard().withBeam(1).withSaid(Said.WRITTEN);
  }

  BeamSearch.Options search() {
    return new BeamSearch.Options(beam, nBest, lengthPenalty, 0);
  }
}
