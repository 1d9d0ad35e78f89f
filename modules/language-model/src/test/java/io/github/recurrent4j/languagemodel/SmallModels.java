package io.github.recurrent4j.languagemodel;

import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Models of a few hundred parameters, trained for a moment. */
final class SmallModels {
  static final String LINES = "el perro come pan\nla gata bebe leche\n";

  private SmallModels() {}

  /** A shape with one layer of 12. */
  static LanguageModelShape shape(Consumer<LanguageModelShapeBuilder> more) {
    return LanguageModelShape.standard()
        .with(s -> s.layers(1).hidden(12).embedding(12).window(4))
        .with(more);
  }

  /** A regime of some passes. */
  static LanguageModelRegime regime(int epochs) {
    return LanguageModelRegime.standard()
        .withBatchSize(4)
        .withBptt(16)
        .withDropout(0)
        .training(
            t -> t.with(s -> s.epochs(epochs).learningRate(0.02).warmup(2).average(0).patience(0)));
  }

  /** Trains on a text that repeats two lines. */
  static LanguageModel train(Path folder, LanguageModelShape shape, int epochs) {
    return train(folder, shape, regime(epochs), LINES.repeat(60));
  }

  static LanguageModel train(
      Path folder, LanguageModelShape shape, LanguageModelRegime regime, String text) {
    try {
      Path file = Files.writeString(folder.resolve("train.txt"), text);
      return LanguageModelTrainer.train(
          shape,
          regime,
          LanguageModelData.of(file),
          Output.to(folder.resolve("m.zip")).overwriting(),
          TrainingListener.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
