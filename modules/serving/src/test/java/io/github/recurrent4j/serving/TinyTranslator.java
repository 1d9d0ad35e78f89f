package io.github.recurrent4j.serving;

import io.github.recurrent4j.training.Output;
import io.github.recurrent4j.training.TrainingListener;
import io.github.recurrent4j.translation.TranslationData;
import io.github.recurrent4j.translation.TranslationRegime;
import io.github.recurrent4j.translation.TranslationShape;
import io.github.recurrent4j.translation.TranslationTrainer;
import io.github.recurrent4j.vectorization.TextPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Translators that know next to nothing, trained in a moment. */
final class TinyTranslator {
  private TinyTranslator() {}

  /**
   * A model file in a folder.
   *
   * @param languages {@code en_es}, or {@code none} for one that does not say them
   */
  static Path train(Path folder, String languages) throws IOException {
    List<TextPair> pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pairs.add(new TextPair("The dog eats bread. " + i, "El perro come pan. " + i));
    }
    TranslationShape shape =
        TranslationShape.of(
            Map.of(
                "languages", languages,
                "source-vocabulary", 300,
                "target-vocabulary", 300,
                "decoder-layers", 1,
                "encoder-hidden", 8,
                "hidden", 16,
                "embedding", 8));
    TranslationRegime regime =
        TranslationRegime.of(Map.of("epochs", 1, "batch-tokens", 256, "precision", "f32"));
    Path file = Files.createDirectories(folder).resolve(languages + ".zip");
    TranslationTrainer.train(
            shape,
            regime,
            TranslationData.of(pairs, pairs.subList(0, 4)),
            Output.to(file),
            TrainingListener.NONE)
        .close();
    return file;
  }
}
