package io.github.recurrent4j.translation;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How a translator is trained. */
@RecordBuilder
public record TranslationRegime(
    @Setting(
            value = "0.2",
            range = "[0, 1)",
            doc = "part of the values dropped between layers, the same over time")
        double dropout,
    @Setting(
            value = "0.1",
            range = "[0, 1)",
            doc = "probability mass that targets spread over all tokens; none with --copy")
        double labelSmoothing,
    @Setting(
            value = "0.05",
            range = "[0, 1)",
            doc = "part of the byte-pair merges left out when training texts are encoded")
        double bpeDropout,
    @Setting(
            value = "0",
            range = "[0, 1]",
            doc =
                "part of the pairs that are read as hurried people type: without a final stop,"
                    + " accents or capitals, all in capitals, with a slip")
        double typingNoise,
    @Setting(
            value = "0",
            range = "[0, 1)",
            doc = "part of the tokens that are hidden from the decoder's input")
        double wordDropout,
    @Setting(
            value = "0",
            range = "[0, 1)",
            doc =
                "part of the decoder's input that is its own prediction at the end of training; it"
                    + " rises from 0")
        double scheduledSampling,
    @Setting(value = "1024", range = "[1, inf)", doc = "target tokens in a minibatch, with padding")
        int batchTokens,
    @Setting(value = "60", range = "[1, inf)", doc = "pairs with a longer side are left out")
        int maxTokens,
    @Setting(value = "3", range = "[1, inf)", doc = "more lopsided pairs are left out")
        double maxRatio,
    @Setting(
            value = "0",
            range = "[0, inf)",
            doc =
                "with --copy, weight of the loss of pointing where was pointed before; 1 in a second,"
                    + " short training (--from) of a model that repeats itself")
        double coverage,
    @Setting(
            value = "bleu",
            doc =
                "which validation score chooses the model: bleu for sentences, exact (answers that"
                    + " are right as a whole) for words and codes, rouge (ROUGE-L) for summaries")
        TextScore score,
    TrainingSettings training)
    implements TranslationRegimeBuilder.With, Serializable {

  /** The defaults. */
  public static TranslationRegime standard() {
    return Settings.standard(TranslationRegime.class);
  }

  /**
   * The command line's regime: the defaults in the precision that suits the processor, with other
   * values.
   *
   * @param values by name, as on the command line
   */
  public static TranslationRegime of(Map<String, ?> values) {
    return Settings.of(TranslationRegime.class)
        .with(standard().training(t -> t.withPrecision(Precision.AUTO)), values);
  }

  /** The same with changes to what all applications share. */
  public TranslationRegime training(UnaryOperator<TrainingSettings> change) {
    return withTraining(change.apply(training));
  }
}
