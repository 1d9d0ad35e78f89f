package io.github.recurrent4j.languagemodel;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a model follows the text that it is evaluated on, without having been trained for it: by
 * learning from what it has just predicted (dynamic evaluation, Krause et al., 2018) or by
 * remembering it (neural cache, Grave et al., 2017). What is predicted is always measured first.
 */
@RecordBuilder
public record EvaluationOptions(
    @Setting(
            value = "0",
            range = "[0, inf)",
            name = "dynamic",
            doc =
                "dynamic evaluation: learning rate at which a copy of the weights follows the text;"
                    + " 0: they stay")
        double dynamicRate,
    @Setting(
            value = "sgd",
            doc = "its rule: gradient descent, or steps divided by the training gradients' size")
        Rule dynamicRule,
    @Setting(value = "20", range = "[1, inf)", doc = "tokens between two of its steps")
        int dynamicSegment,
    @Setting(
            value = "0",
            range = "[0, 1]",
            doc = "part of the way back to the model's own weights that each of its steps goes")
        double dynamicDecay,
    @Setting(
            value = "0",
            range = "[0, inf)",
            name = "cache",
            doc = "neural cache: so many of the last tokens are remembered; 0: none")
        int cacheSize,
    @Setting(value = "0.1", range = "[0, 1]", doc = "the cache's part in the probability")
        double cacheWeight,
    @Setting(
            value = "0.3",
            range = "[0, inf)",
            doc = "factor of the products of states by which the cache compares")
        double cacheFlatness)
    implements EvaluationOptionsBuilder.With, Rules {

  /** How dynamic evaluation steps. */
  public enum Rule {
    /** θ ← θ − η·∇L. */
    SGD,
    /** θ ← θ − η·∇L / (√MS + ε), MS being the mean square of each gradient in training. */
    RMS
  }

  /** The model as it is. */
  public static EvaluationOptions standard() {
    return Settings.standard(EvaluationOptions.class);
  }

  /** Whether the model follows the text. */
  public boolean follows() {
    return dynamicRate > 0 || cacheSize > 0;
  }

  @Override
  public void check() {
    require(
        dynamicRate > 0 || (dynamicRule == Rule.SGD && dynamicDecay == 0),
        "--dynamic-rule and --dynamic-decay need a rate: --dynamic");
  }
}
