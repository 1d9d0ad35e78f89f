package io.github.recurrent4j.training;

import static io.github.recurrent4j.vectorization.BadOptionException.require;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.FusedAdam;
import io.github.recurrent4j.vectorization.settings.Rules;
import io.github.recurrent4j.vectorization.settings.Setting;
import io.github.recurrent4j.vectorization.settings.Settings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * How a network is trained: what all applications share. {@link #standard} has the defaults, and
 * each setting a wither.
 */
@RecordBuilder
public record TrainingSettings(
    @Setting(value = "20", range = "[1, inf)", doc = "passes over the training data") int epochs,
    @Setting(
            value = "0",
            range = "[0, inf)",
            doc = "time budget of all runs together, into which the schedule fits itself; 0: none")
        double maxMinutes,
    @Setting(value = "adam", doc = "how gradients become updates") Updater updater,
    @Setting(value = "0.002", range = "(0, inf)", doc = "peak learning rate") double learningRate,
    @Setting(value = "cosine", doc = "how the rate changes") Schedule schedule,
    @Setting(value = "100", range = "[0, inf)", doc = "updates over which the rate rises from 0")
        int warmup,
    @Setting(value = "0.01", range = "[0, inf)", doc = "decoupled weight decay of adamw")
        double weightDecay,
    @Setting(
            value = "0.00001",
            range = "(0, 1]",
            doc =
                "what Adam adds to the root of a gradient's mean square: with less, rare words, or"
                    + " rare classes, move by full steps, however small their gradients are")
        double epsilon,
    @Setting(
            value = "1",
            range = "[0, inf)",
            doc = "largest norm of the gradient over all parameters; 0: not clipped")
        double clipNorm,
    @Setting(value = "None", doc = "DL4J's own normalization of gradients, besides")
        GradientNormalization gradientNormalization,
    @Setting(value = "1", range = "(0, inf)", doc = "threshold of DL4J's clipping kinds")
        double gradientThreshold,
    @Setting(value = "1", range = "[1, inf)", doc = "minibatches whose gradients make one update")
        int accumulation,
    @Setting(
            value = "0.998",
            range = "[0, 1)",
            doc = "decay of the moving average of the weights, which is what is kept; 0: none")
        double average,
    @Setting(
            value = "0",
            range = "[0, inf)",
            doc =
                "keep the mean of all weights in place of --average, from the validation on that is"
                    + " worse than the best of all but the last so many (NT-ASGD); 0: keep --average")
        int averageAfter,
    @Setting(value = "1", range = "[1, inf)", doc = "validations per epoch") int evaluations,
    @Setting(
            value = "5",
            range = "[0, inf)",
            doc = "validations without improvement after which training ends; 0: never")
        int patience,
    @Setting(
            value = "f32",
            doc =
                "what recurrent layers and large products compute in; auto is bf16 where the"
                    + " processor has instructions for it")
        Precision precision,
    @Setting(value = "1", doc = "seed of everything random") long seed)
    implements TrainingSettingsBuilder.With, Rules, Serializable {

  /** How gradients become updates. */
  public enum Updater {
    /** Adam (Kingma and Ba, 2015). */
    ADAM,
    /** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). */
    ADAMW,
    /** Gradient descent. */
    SGD
  }

  /** How the learning rate changes over training. */
  public enum Schedule {
    /** Stays. */
    CONSTANT,
    /** Falls to a hundredth along half a cosine (Loshchilov and Hutter, 2017). */
    COSINE,
    /** Halves when a validation does not improve. */
    PLATEAU
  }

  @Override
  public void check() {
    require(
        averageAfter == 0 || patience == 0 || patience > averageAfter + 1L,
        "--average-after "
            + averageAfter
            + " needs a --patience of 0 or above "
            + (averageAfter + 1L)
            + ": training would end before the mean begins");
  }

  /** The defaults. */
  public static TrainingSettings standard() {
    return Settings.standard(TrainingSettings.class);
  }

  /**
   * One pass at a constant rate: no warm-up, averaging or early end.
   *
   * @param clipNorm largest norm of the gradient over all parameters; 0 for none
   */
  public static TrainingSettings plain(Updater updater, double rate, double clipNorm, long seed) {
    return standard()
        .with(
            s ->
                s.epochs(1)
                    .updater(updater)
                    .learningRate(rate)
                    .schedule(Schedule.CONSTANT)
                    .warmup(0)
                    .weightDecay(0)
                    .clipNorm(clipNorm)
                    .average(0)
                    .patience(0)
                    .seed(seed));
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
    if (updater == Updater.ADAMW) {
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
    return switch (updater) {
      case SGD -> Sgd.builder().learningRateSchedule(new RateSchedule(rate, factor)).build();
      // With an epsilon of 1e-8 Adam moves the rows of rare words in a large softmax by full steps,
      // however small their gradients are; tied to the input, such rows saturate the states.
      case ADAM, ADAMW -> new FusedAdam(rate, new RateSchedule(rate, factor), 0.9, 0.99, epsilon);
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
    double warm = warmup > 0 ? Math.min(1, (step + 1.0) / warmup) : 1;
    return warm
        * switch (schedule) {
          case CONSTANT -> learningRate;
          case COSINE ->
              learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
          case PLATEAU -> learningRate * Math.pow(0.5, halvings);
        };
  }
}
