package io.github.recurrent4j.training;

import io.github.recurrent4j.layers.FusedAdam;
import io.github.recurrent4j.vectorization.BadOptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training data, at least 1
 * @param maxMinutes time budget of all runs together; infinity for none
 * @param updater {@code adam}, {@code adamw} or {@code sgd}
 * @param learningRate peak learning rate
 * @param schedule how the rate changes
 * @param warmupSteps steps over which the rate rises from 0
 * @param weightDecay decoupled weight decay for {@code adamw}
 * @param clipNorm largest norm of the gradient over all parameters; infinity for none
 * @param gradientNormalization DL4J's own normalization, besides clipNorm
 * @param gradientThreshold threshold of DL4J's clipping kinds
 * @param accumulation minibatches whose gradients make one update
 * @param average decay of the moving average of the weights that is evaluated and saved; 0 for none
 * @param evaluations validations per epoch
 * @param patience validations without improvement after which training stops; 0 for never
 * @param seed seed of everything random
 */
public record TrainingSettings(
    int epochs,
    double maxMinutes,
    String updater,
    double learningRate,
    Schedule schedule,
    int warmupSteps,
    double weightDecay,
    double clipNorm,
    GradientNormalization gradientNormalization,
    double gradientThreshold,
    int accumulation,
    double average,
    int evaluations,
    int patience,
    long seed) {

  /** How the learning rate changes over training. */
  public enum Schedule {
    /** Stays. */
    CONSTANT,
    /** Falls to a hundredth along half a cosine (Loshchilov and Hutter, 2017). */
    COSINE,
    /** Halves when a validation does not improve. */
    PLATEAU
  }

  /** Checks ranges. */
  public TrainingSettings {
    require(epochs >= 1, "epochs", "at least 1");
    require(maxMinutes > 0, "max-minutes", "above 0");
    require(learningRate > 0, "learning-rate", "above 0");
    require(clipNorm > 0, "clip-norm", "above 0");
    require(accumulation >= 1, "accumulation", "at least 1");
    require(average >= 0 && average < 1, "average", "in [0, 1)");
    require(evaluations >= 1, "evaluations", "at least 1");
    require(
        updater.equals("adam") || updater.equals("adamw") || updater.equals("sgd"),
        "updater",
        "adam, adamw or sgd");
  }

  /**
   * One pass at a constant rate: no warm-up, decay, averaging or early end, minibatch by minibatch.
   *
   * @param clipNorm largest norm of the gradient over all parameters; infinity for none
   */
  public static TrainingSettings plain(String updater, double rate, double clipNorm, long seed) {
    return new TrainingSettings(
        1,
        Double.POSITIVE_INFINITY,
        updater,
        rate,
        Schedule.CONSTANT,
        0,
        0,
        clipNorm,
        GradientNormalization.None,
        1,
        1,
        0,
        1,
        0,
        seed);
  }

  private static void require(boolean holds, String what, String range) {
    BadOptionException.require(holds, "--" + what + " must be " + range);
  }

  /**
   * What all layers of a network share: seed, updater, gradient normalization, weight decay, and
   * weights drawn from ±1/√hidden, PyTorch's default, which keeps wide layers from saturating.
   */
  public NeuralNetConfiguration.Builder network(int hidden) {
    double range = 1 / Math.sqrt(hidden);
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(newUpdater(learningRate))
            .weightInit(new UniformDistribution(-range, range))
            .gradientNormalization(gradientNormalization)
            .gradientNormalizationThreshold(gradientThreshold);
    if (updater.equals("adamw")) {
      global.setRegularization(new ArrayList<>(List.of(new DecoupledWeightDecay(weightDecay))));
    }
    return global;
  }

  /** DL4J's updater at a given rate. */
  public IUpdater newUpdater(double rate) {
    return newUpdater(rate, 1);
  }

  /** The same for a layer that learns at {@code factor} times the network's rate. */
  public IUpdater newUpdater(double rate, double factor) {
    return switch (updater.toLowerCase(Locale.ROOT)) {
      case "sgd" -> Sgd.builder().learningRateSchedule(new RateSchedule(rate, factor)).build();
      // With an epsilon of 1e-8 Adam moves the rows of rare words in a large softmax by full steps,
      // however small their gradients are; tied to the input, such rows saturate the states.
      default -> new FusedAdam(rate, new RateSchedule(rate, factor), 0.9, 0.99, 1e-5);
    };
  }

  /**
   * Learning rate of a step.
   *
   * @param step updates made so far
   * @param progress part of the training that is over, in [0, 1]
   * @param halvings how often a plateau halved it
   */
  double rate(long step, double progress, int halvings) {
    double warm = warmupSteps > 0 ? Math.min(1, (step + 1.0) / warmupSteps) : 1;
    return warm
        * switch (schedule) {
          case CONSTANT -> learningRate;
          case COSINE ->
              learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
          case PLATEAU -> learningRate * Math.pow(0.5, halvings);
        };
  }
}
