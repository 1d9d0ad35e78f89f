package io.github.recurrent4j.captioning;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How a captioner is trained. */
@RecordBuilder
public record CaptionRegime(
    @Setting(
            value = "0.2",
            range = "[0, 1)",
            doc = "part of the values dropped before the decoder and in it, the same over time")
        double dropout,
    @Setting(
            value = "0.05",
            range = "[0, 1)",
            doc = "probability mass that captions spread over all tokens")
        double labelSmoothing,
    @Setting(
            value = "0.1",
            range = "[0, 1)",
            doc = "part of the byte-pair merges left out when captions are encoded")
        double bpeDropout,
    @Setting(
            value = "1",
            range = "[0, 4]",
            doc =
                "how far pictures are moved, turned, scaled, warped and tinted at random, and how"
                    + " often their strokes are changed; 0: not at all, 1: a twelfth of their side")
        double augmentation,
    @Setting(
            value = "0.04",
            range = "[0, 0.25]",
            doc =
                "part by which red, green and blue are changed at random, times --augmentation:"
                    + " small where colours are named, larger where hands differ in them")
        double tint,
    @Setting(
            value = "1",
            range = "[0, 10]",
            doc = "the convolutions' learning rate as a part of the decoder's")
        double encoderRate,
    @Setting(value = "512", range = "[1, inf)", doc = "caption tokens in a minibatch, with padding")
        int batchTokens,
    TrainingSettings training)
    implements CaptionRegimeBuilder.With {

  /** The defaults. */
  public static CaptionRegime standard() {
    return Settings.standard(CaptionRegime.class);
  }

  /**
   * The command line's regime: the defaults in the precision that suits the processor, with other
   * values.
   *
   * @param values by name, as on the command line
   */
  public static CaptionRegime of(Map<String, ?> values) {
    return Settings.of(CaptionRegime.class)
        .with(standard().training(t -> t.withPrecision(Precision.AUTO)), values);
  }

  /** The same with changes to what all applications share. */
  public CaptionRegime training(UnaryOperator<TrainingSettings> change) {
    return withTraining(change.apply(training));
  }
}
