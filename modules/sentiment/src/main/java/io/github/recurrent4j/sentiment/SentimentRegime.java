package io.github.recurrent4j.sentiment;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.training.metrics.ConfusionMatrix;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
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
    @Setting(
            value = "recall",
            doc = "score on the validation texts by which the best model is kept")
        Score score,
    TrainingSettings training)
    implements SentimentRegimeBuilder.With, Serializable {

  /** What models are chosen by. */
  public enum Score {
    /** Mean of the classes' recalls: TweetEval's score for sentiment. */
    RECALL,
    /** Mean of the classes' F1: the score of most tweet tasks. */
    F1,
    /** Part of the texts whose class is right, not a mean over the classes. */
    ACCURACY;

    /** The score of these counts, in [0, 1]. */
    public double of(ConfusionMatrix counts) {
      return switch (this) {
        case RECALL -> counts.macroRecall();
        case F1 -> counts.macroF1();
        case ACCURACY -> counts.accuracy();
      };
    }

    /** What it is called in messages. */
    public String described() {
      return switch (this) {
        case RECALL -> "macro recall";
        case F1 -> "macro F1";
        case ACCURACY -> "accuracy";
      };
    }
  }

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
