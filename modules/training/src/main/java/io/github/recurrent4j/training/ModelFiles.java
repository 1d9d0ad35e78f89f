package io.github.recurrent4j.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.recurrent4j.inference.model.BaseModel;
import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.inference.model.WeightType;
import io.github.recurrent4j.vectorization.AtomicFile;
import io.github.recurrent4j.vectorization.BadInputException;
import io.github.recurrent4j.vectorization.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Opens and writes model files for apps. Whatever is wrong with a file ends in a {@link
 * BadInputException} of one line that names it. Reads no DL4J class: see {@link ModelNetwork}.
 */
public final class ModelFiles {
  private static final int LONGEST_NAME = 80;
  private static final String PRETRAINED = BaseModel.FOLDER;

  private ModelFiles() {}

  /**
   * Reads a model file of an app.
   *
   * @param app the app it must be of
   * @param command how the app is called on the command line, for advice
   * @param opener makes the app's model, which closes the file in the end; what it finds wrong is
   *     said with the file's name
   * @throws BadInputException if the file is missing, damaged, or of another app
   */
  public static <T> T read(Path file, String app, String command, Function<ModelFile, T> opener) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "model "
              + shortened(file.toString())
              + " does not exist: train one with 'r4j "
              + command
              + " train --out FILE'");
    }
    return open(() -> Files.newInputStream(file), file.toString(), app, opener);
  }

  /** Reads a model file of any app, for its weights. */
  public static <T> T readAny(Path file, Function<ModelFile, T> opener) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("model " + shortened(file.toString()) + " does not exist");
    }
    return open(() -> Files.newInputStream(file), file.toString(), null, opener);
  }

  /** Whether a file of this name is among those that the artifact recurrent4j-pretrained holds. */
  public static boolean isPretrained(String name) {
    return ModelFiles.class.getResource(PRETRAINED + name) != null;
  }

  /**
   * Reads a model that the artifact recurrent4j-pretrained holds.
   *
   * @throws BadInputException if it is not on the class path
   */
  public static <T> T pretrained(String name, String app, Function<ModelFile, T> opener) {
    String resource = PRETRAINED + name;
    if (!isPretrained(name)) {
      throw new BadInputException(
          "no pretrained model "
              + name
              + " on the class path: add the artifact recurrent4j-pretrained");
    }
    return open(() -> resource(resource), "the pretrained model " + name, app, opener);
  }

  /**
   * Copies a model that the artifact recurrent4j-pretrained holds.
   *
   * @throws IOException if it is not on the class path, or the file cannot be written
   */
  public static void copyPretrained(String name, Path to) throws IOException {
    try (InputStream in = resource(PRETRAINED + name)) {
      Files.copy(in, to);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = ModelFiles.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException(name + " has gone");
    }
    return in;
  }

  private static <T> T open(
      ModelFile.Source source, String name, String app, Function<ModelFile, T> opener) {
    ModelFile file = null;
    try {
      file = ModelFile.read(source, app);
      T model = opener.apply(file);
      file = null;
      return model;
    } catch (ModelFileException | BadInputException e) {
      throw new BadInputException(shortened(name) + " " + e.getMessage(), e);
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : "…" + name.substring(name.length() - LONGEST_NAME + 1);
  }

  /** Writes a model file with weights of this type. */
  public static void write(Path file, ModelFile model, WeightType weights) {
    AtomicFile.write(file, out -> model.write(out, weights));
  }

  /**
   * A model's shape as the app's record; what an old file lacks has its default.
   *
   * @param others fields that the app keeps beside the shape
   * @throws ModelFileException if a value is of another type or out of its range
   */
  public static <T extends Record> T shape(ModelFile model, Class<T> type, String... others) {
    try {
      JsonNode config = model.config().deepCopy();
      if (config instanceof ObjectNode fields) {
        fields.remove(List.of(others));
      }
      return Settings.of(type).fromJson(config, "has a wrong shape");
    } catch (BadInputException e) {
      throw new ModelFileException(e.getMessage(), e);
    }
  }
}
