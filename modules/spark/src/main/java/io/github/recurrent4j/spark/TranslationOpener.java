package io.github.recurrent4j.spark;

import io.github.recurrent4j.kernels.Precision;
import io.github.recurrent4j.translation.TranslationOptions;
import io.github.recurrent4j.translation.Translator;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens translators.
 *
 * @param beam hypotheses followed at once
 */
record TranslationOpener(Precision precision, int beam) implements ModelOpener {
  @Override
  public String app() {
    return "translation";
  }

  @Override
  public TextModel open(Path file) {
    return new Model(
        Translator.load(file, precision), TranslationOptions.standard().withBeam(beam));
  }

  private record Model(Translator translator, TranslationOptions options) implements TextModel {
    @Override
    public List<Object[]> answers(List<String> texts) {
      return translator.translate(texts, options).stream()
          .map(translation -> new Object[] {translation.text()})
          .toList();
    }

    @Override
    public void close() {
      translator.close();
    }
  }
}
