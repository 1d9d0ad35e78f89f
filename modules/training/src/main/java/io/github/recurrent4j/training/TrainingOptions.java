package io.github.recurrent4j.training;

import io.github.recurrent4j.layers.kernel.Engine;
import org.deeplearning4j.nn.conf.GradientNormalization;
import picocli.CommandLine.Option;

/** The training options every app's command line has. */
public final class TrainingOptions {
  private static final double LEARNING_RATE = 0.002;

  @Option(
      names = "--epochs",
      defaultValue = "20",
      description = "passes over the data (${DEFAULT-VALUE})")
  int epochs;

  @Option(names = "--max-minutes", description = "time budget; the schedule fits itself into it")
  double maxMinutes = Double.POSITIVE_INFINITY;

  @Option(
      names = "--updater",
      defaultValue = "adam",
      description = "adam, adamw or sgd (${DEFAULT-VALUE})")
  String updater;

  @Option(
      names = "--learning-rate",
      description = "peak rate (0.002; language models of characters: 0.005)")
  Double learningRate;

  @Option(
      names = "--schedule",
      defaultValue = "cosine",
      description = "constant, cosine or plateau (${DEFAULT-VALUE})")
  TrainingSettings.Schedule schedule;

  @Option(
      names = "--warmup",
      defaultValue = "100",
      description = "steps of rising rate (${DEFAULT-VALUE})")
  int warmup;

  @Option(
      names = "--weight-decay",
      defaultValue = "0.01",
      description = "for adamw (${DEFAULT-VALUE})")
  double weightDecay;

  @Option(
      names = "--clip-norm",
      defaultValue = "1",
      description = "largest gradient norm over all parameters (${DEFAULT-VALUE})")
  double clipNorm;

  @Option(
      names = "--gradient-normalization",
      defaultValue = "None",
      description = "DL4J's own, besides: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  GradientNormalization normalization;

  @Option(
      names = "--gradient-threshold",
      defaultValue = "1",
      description = "of DL4J's clipping kinds (${DEFAULT-VALUE})")
  double threshold;

  @Option(
      names = "--accumulation",
      defaultValue = "1",
      description = "minibatches per update (${DEFAULT-VALUE})")
  int accumulation;

  @Option(
      names = "--average",
      defaultValue = "0.998",
      description = "decay of the weight average; 0: none (${DEFAULT-VALUE})")
  double average;

  @Option(
      names = "--evaluations",
      defaultValue = "1",
      description = "validations per epoch (${DEFAULT-VALUE})")
  int evaluations;

  @Option(
      names = "--patience",
      defaultValue = "5",
      description = "validations without gain before the end; 0: no limit (${DEFAULT-VALUE})")
  int patience;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of everything random (${DEFAULT-VALUE})")
  long seed;

  @Option(names = "--resume", description = "go on from the last checkpoint")
  boolean resume;

  @Option(
      names = "--precision",
      defaultValue = "auto",
      description =
          "of the recurrent layers: f32, bf16, or auto: bf16 on processors that have instructions"
              + " for it (${DEFAULT-VALUE})")
  Precision precision;

  @Option(names = "--ui", description = "open DL4J's training dashboard")
  boolean ui;

  /** Whether the training dashboard was asked for. */
  public boolean ui() {
    return ui;
  }

  /** The settings these options mean. */
  public TrainingSettings settings() {
    return settings(LEARNING_RATE);
  }

  /** The same with an app's own default of the learning rate. */
  public TrainingSettings settings(double defaultRate) {
    System.setProperty(Engine.PRECISION, precision.property());
    return new TrainingSettings(
        epochs,
        maxMinutes,
        updater,
        learningRate == null ? defaultRate : learningRate,
        schedule,
        warmup,
        weightDecay,
        clipNorm,
        normalization,
        threshold,
        accumulation,
        average,
        evaluations,
        patience,
        seed);
  }

  /** Whether to go on from the last checkpoint. */
  public boolean resume() {
    return resume;
  }
}
