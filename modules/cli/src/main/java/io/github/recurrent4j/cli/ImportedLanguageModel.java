package io.github.recurrent4j.cli;

import io.github.recurrent4j.interchange.ImportedDense;
import io.github.recurrent4j.interchange.ImportedEmbedding;
import io.github.recurrent4j.interchange.ImportedLayer;
import io.github.recurrent4j.interchange.ImportedNetwork;
import io.github.recurrent4j.interchange.ImportedRecurrent;
import io.github.recurrent4j.languagemodel.LanguageModel;
import io.github.recurrent4j.languagemodel.LanguageModelShape;
import io.github.recurrent4j.training.Provenance;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Units;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a language model of imported layers: an embedding, recurrent layers of one size, a dense.
 */
final class ImportedLanguageModel {
  private ImportedLanguageModel() {}

  static void write(
      List<ImportedLayer> layers, Vocabulary vocabulary, Units units, Path from, Path to) {
    LanguageModelShape shape = shape(layers, vocabulary, units);
    try (LanguageModel model =
        LanguageModel.of(
            ImportedNetwork.of(layers),
            shape,
            vocabulary,
            Provenance.of(Map.of("weights", from), 0))) {
      model.save(to);
    }
  }

  private static LanguageModelShape shape(
      List<ImportedLayer> layers, Vocabulary vocabulary, Units units) {
    int count = layers.size() - 2;
    boolean fits =
        count > 0
            && layers.get(0) instanceof ImportedEmbedding
            && layers.get(count + 1) instanceof ImportedDense
            && layers.get(1) instanceof ImportedRecurrent;
    for (int i = 1; fits && i <= count; i++) {
      fits =
          layers.get(i) instanceof ImportedRecurrent r
              && !r.bidirectional()
              && !r.lastOnly()
              && r.cell() == ((ImportedRecurrent) layers.get(1)).cell()
              && r.hidden() == layers.get(1).out();
    }
    if (!fits) {
      throw new BadInputException(
          "a language model has an embedding, recurrent layers of one cell and size, and a Linear:"
              + " name them in order, with --layers A,B,C");
    }
    int tokens = layers.get(0).in();
    if (tokens != vocabulary.size() || layers.get(count + 1).out() != tokens) {
      throw new BadInputException(
          "the embedding has "
              + tokens
              + " tokens, the output "
              + layers.get(count + 1).out()
              + ", the vocabulary "
              + vocabulary.size()
              + ": give the vocabulary that the model was trained with");
    }
    return LanguageModelShape.of(
        Map.of(
            "level",
            units,
            "cell",
            ((ImportedRecurrent) layers.get(1)).cell().name().toLowerCase(Locale.ROOT),
            "layers",
            count,
            "hidden",
            layers.get(1).out(),
            "embedding",
            layers.get(0).out()));
  }
}
