package io.github.recurrent4j.cli;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.layers.kernel.Engine;
import picocli.CommandLine.Option;

/** The option of all commands that run a trained model step by step or in bulk. */
final class InferenceOptions {
  @Option(
      names = "--precision",
      description =
          "of the weights: f32, bf16, or auto: bf16 on processors that have instructions for it"
              + " (auto; language models: f32)")
  Precision precision;

  /** Makes the choice count, or the app's default; call before a model is used. */
  void apply(Precision appDefault) {
    System.setProperty(
        Engine.INFERENCE_PRECISION, (precision == null ? appDefault : precision).toString());
  }
}
