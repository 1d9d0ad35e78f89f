package io.github.recurrent4j.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.recurrent4j.training.ModelZip;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.Vocabulary;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A language model's {@link ModelZip}: its text is {@code vocabulary.txt}. */
final class ModelFile {
  private static final String APP = "language-model";
  private static final String VOCABULARY = "vocabulary.txt";

  private ModelFile() {}

  record Content(
      MultiLayerNetwork network,
      LanguageModelConfig config,
      Vocabulary vocabulary,
      JsonNode provenance) {}

  static void write(Path file, Content model, boolean half) {
    new ModelZip(
            APP,
            model.network,
            ModelZip.json(model.config),
            model.provenance,
            Map.of(VOCABULARY, model.vocabulary.toText()))
        .write(file, half);
  }

  static Content read(Path file) {
    return content(ModelZip.read(file, APP, "lm"));
  }

  static Content pretrained() {
    return content(ModelZip.pretrained("shakespeare.zip", APP));
  }

  private static Content content(ModelZip zip) {
    String vocabulary = zip.texts().get(VOCABULARY);
    if (vocabulary == null) {
      throw new BadInputException("the model file has no vocabulary: copy it again");
    }
    return new Content(
        (MultiLayerNetwork) zip.network(),
        zip.config(LanguageModelConfig.class),
        Vocabulary.fromText(vocabulary),
        zip.provenance());
  }
}
