package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Keras's {@code .keras}: a zip with {@code config.json} and {@code model.weights.h5}. */
final class KerasArchive {
  /** Under which name {@link TensorFile#text} gives the model's description. */
  static final String CONFIG = "model_config";

  private static final String WEIGHTS = "model.weights.h5";
  private static final String DESCRIPTION = "config.json";
  private static final int LONGEST_DESCRIPTION = 16 << 20;

  private KerasArchive() {}

  static boolean is(ZipFile zip) {
    return zip.getEntry(DESCRIPTION) != null || zip.getEntry(WEIGHTS) != null;
  }

  static TensorFile.Content read(ZipFile zip) throws IOException {
    ZipEntry weights = zip.getEntry(WEIGHTS);
    ZipEntry description = zip.getEntry(DESCRIPTION);
    if (weights == null || description == null) {
      throw new BadInputException(
          "has no " + (weights == null ? WEIGHTS : DESCRIPTION) + ": save it again as .keras");
    }
    Map<String, String> texts = new HashMap<>();
    texts.put(
        CONFIG,
        StandardCharsets.UTF_8
            .decode(ZipParts.all(zip, description, LONGEST_DESCRIPTION))
            .toString());
    TensorFile.Content content =
        Hdf5File.read(ZipParts.all(zip, weights, Integer.MAX_VALUE - Long.BYTES));
    zip.close();
    return new TensorFile.Content("Keras", content.tensors(), texts, content.resource());
  }
}
