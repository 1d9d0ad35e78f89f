package io.github.recurrent4j.training;

import io.github.recurrent4j.layers.kernel.Engine;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option of all commands that run a trained model step by step or in bulk. */
public final class InferenceOptions {
  /** What weights are rounded to. */
  enum Precision {
    F32,
    BF16
  }

  @Option(
      names = "--precision",
      defaultValue = "f32",
      description = "of the weights: f32, or bf16 on processors that have it (${DEFAULT-VALUE})")
  Precision precision;

  /** Makes the choice count; call before a model is used. */
  public void apply() {
    System.setProperty(Engine.INFERENCE_PRECISION, precision.name().toLowerCase(Locale.ROOT));
  }
}
