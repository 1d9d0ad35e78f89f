package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How a classifier is trained. */
@RecordBuilder
public record SentimentRegime(
    @Setting(
            value = "0.4",
            range = "[0, 1)",
            doc =
                "part of the values dropped after the embedding, between layers and before the end")
        double dropout,
    @Setting(
            value = "0.1",
            range = "[0, 1)",
            doc = "probability mass that targets spread over all classes")
        double labelSmoothing,
    @Setting(value = "true", doc = "let rare classes weigh more, so that all count the same")
        boolean classWeights,
    @Setting(
            value = "0.1",
            range = "[0, 1)",
            doc = "part of the byte-pair merges left out when training texts are encoded")
        double bpeDropout,
    @Setting(
            value = "1",
            range = "[0, 1]",
            doc = "learning rate of embedding and encoder, as a part of the output's")
        double encoderRate,
    @Setting(value = "32", range = "[1, inf)", doc = "texts in a minibatch, about") int batchSize,
    @Setting(
            value = "0",
            range = "[0, inf)",
            doc =
                "epochs after which one more layer below the output begins to learn (Howard and"
                    + " Ruder, 2018); 0: all from the start")
        int unfreezing,
    TrainingSettings training)
    implements SentimentRegimeBuilder.With {

  /** The defaults. */
  public static SentimentRegime standard() {
    return Settings.standard(SentimentRegime.class);
  }

  /**
   * The command line's regime: the defaults in the precision that suits the processor, with other
   * values.
   *
   * @param values by name, as on the command line
   */
  public static SentimentRegime of(Map<String, ?> values) {
    return Settings.of(SentimentRegime.class)
        .with(standard().training(t -> t.withPrecision(Precision.AUTO)), values);
  }

  /** The same with changes to what all applications share. */
  public SentimentRegime training(UnaryOperator<TrainingSettings> change) {
    return withTraining(change.apply(training));
  }
}
