package io.github.recurrent4j.languagemodel;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.training.TrainingSettings;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How a language model is trained. */
@RecordBuilder
public record LanguageModelRegime(
    @Setting(
            value = "0.1",
            range = "[0, 1)",
            doc = "part of the values dropped between layers, the same over time")
        double dropout,
    @Setting(
            value = "0",
            range = "[0, 1)",
            doc =
                "part of the token vectors dropped as a whole, one mask a minibatch; not with --tied")
        double embeddingDropout,
    @Setting(
            value = "0",
            range = "[0, 1)",
            doc =
                "part of the recurrent weights dropped, one mask a minibatch (weight-dropped LSTM)")
        double weightDropout,
    @Setting(
            value = "0",
            range = "[0, inf)",
            doc = "activation regularization: weight of the top layer's squared outputs")
        double activationPenalty,
    @Setting(
            value = "0",
            range = "[0, inf)",
            doc = "temporal activation regularization: weight of their squared changes")
        double changePenalty,
    @Setting(value = "32", range = "[1, inf)", doc = "parts of the text that are read in parallel")
        int batchSize,
    @Setting(
            value = "64",
            range = "[1, inf)",
            doc = "steps that errors are propagated back through")
        int bptt,
    @Setting(
            value = "false",
            doc = "let the steps vary around --bptt, so that segments end elsewhere in each pass")
        boolean randomBptt,
    TrainingSettings training)
    implements LanguageModelRegimeBuilder.With, Rules {
  private static final double CHARACTER_RATE = 0.005;

  /** The defaults, for characters. */
  public static LanguageModelRegime standard() {
    return Settings.standard(LanguageModelRegime.class)
        .training(t -> t.withLearningRate(CHARACTER_RATE));
  }

  /**
   * The command line's regime: the defaults in the precision that suits the processor, with other
   * values; where it is not given, the learning rate suits the level.
   *
   * @param values by name, as on the command line
   */
  public static LanguageModelRegime of(LanguageModelShape shape, Map<String, ?> values) {
    LanguageModelRegime base =
        shape.level() == Units.CHAR ? standard() : Settings.standard(LanguageModelRegime.class);
    return Settings.of(LanguageModelRegime.class)
        .with(base.training(t -> t.withPrecision(Precision.AUTO)), values);
  }

  /** The same with changes to what all applications share. */
  public LanguageModelRegime training(UnaryOperator<TrainingSettings> change) {
    return withTraining(change.apply(training));
  }

  /** Whether weights are dropped. */
  boolean dropsWeights() {
    return embeddingDropout > 0 || weightDropout > 0;
  }

  @Override
  public void check() {
    require(
        !dropsWeights() || training.accumulation() == 1,
        "--embedding-dropout and --weight-dropout need --accumulation 1");
  }

  /** Checks what must go together with the shape. */
  void check(LanguageModelShape shape) {
    require(
        embeddingDropout == 0 || (shape.embedding() > 0 && !shape.tied()),
        "--embedding-dropout needs token vectors that are not --tied");
    require(
        weightDropout == 0 || shape.cell().recurrent(),
        "--weight-dropout needs a recurrent --cell");
  }
}
