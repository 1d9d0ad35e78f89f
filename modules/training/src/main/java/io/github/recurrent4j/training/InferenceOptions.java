package io.github.recurrent4j.training;

import io.github.recurrent4j.layers.kernel.Engine;
import picocli.CommandLine.Option;

/** The option of all commands that run a trained model step by step or in bulk. */
public final class InferenceOptions {
  @Option(
      names = "--precision",
      description =
          "of the weights: f32, bf16, or auto: bf16 on processors that have instructions for it"
              + " (auto; language models: f32)")
  Precision precision;

  /** Makes the choice count, or the app's default; call before a model is used. */
  public void apply(Precision appDefault) {
    System.setProperty(
        Engine.INFERENCE_PRECISION, (precision == null ? appDefault : precision).property());
  }
}
