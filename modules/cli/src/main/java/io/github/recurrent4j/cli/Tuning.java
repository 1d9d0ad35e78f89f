package io.github.recurrent4j.cli;

import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.Set;
import java.util.function.DoubleFunction;

/** What {@code --from} makes of the other options of a training. */
final class Tuning {
  /** A rate at which a trained model learns and does not forget all it knew. */
  private static final double RATE = 0.0005;

  private Tuning() {}

  /** The shape is the model's: options that would change it are refused, but for some. */
  static void refuseShape(SettingOptions<?> shape, Set<String> allowed) {
    shape.given().keySet().stream()
        .filter(name -> !allowed.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadOptionException(
                  "--" + name + " is the model's: leave it out beside --from");
            });
  }

  /** The regime as it was given, or at the rate for trained models where no rate was given. */
  static <R extends Record> R gentle(
      SettingOptions<R> options, R regime, DoubleFunction<R> atRate) {
    return options.given().containsKey("learning-rate") ? regime : atRate.apply(RATE);
  }
}
