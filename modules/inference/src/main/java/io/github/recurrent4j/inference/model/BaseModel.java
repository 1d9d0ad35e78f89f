package io.github.recurrent4j.inference.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * A model that others are stored as a change of: one that the artifact recurrent4j-pretrained
 * holds.
 *
 * @param name its name, such as {@code sentiment-es}
 * @param file the model
 * @param checksum CRC-32 of its weights as they are stored
 */
public record BaseModel(String name, ModelFile file, long checksum) implements AutoCloseable {
  /** Where the artifact holds its models. */
  public static final String FOLDER = "/io/github/recurrent4j/pretrained/";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}");
  private static final String FILE = ".zip";

  /**
   * Reads a model that is shipped.
   *
   * @throws ModelFileException if there is none of that name
   */
  public static BaseModel shipped(String name) {
    return shipped(name, ModelFile.MOST_CHANGES - 1);
  }

  static BaseModel shipped(String name, int changes) {
    String resource = FOLDER + name + FILE;
    if (!NAME.matcher(name).matches() || BaseModel.class.getResource(resource) == null) {
      throw new ModelFileException(
          "is stored as a change of the shipped model "
              + ModelFileException.quote(name)
              + ", which is not on the class path: add the artifact recurrent4j-pretrained of the"
              + " version that the file was made with");
    }
    return ModelFile.readBase(name, () -> open(resource), changes);
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = BaseModel.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException(resource + " has gone");
    }
    return in;
  }

  /**
   * The model with a change, of which the app's shape and provenance come with the change; this
   * base is its, and is not to be used any more.
   */
  ModelFile with(LowRankChange change, ModelFile described) {
    if (change.checksum() != checksum) {
      throw new ModelFileException(
          "is stored as a change of another version of the shipped model "
              + name
              + ": use the version of this suite that it was made with");
    }
    if (!described.app().equals(file.app())) {
      throw new ModelFileException(
          "is stored as a change of a model of the app "
              + ModelFileException.quote(file.app())
              + ": copy it again");
    }
    change.addTo(file.weights());
    return file.as(described.app(), described.config(), described.provenance(), file.texts());
  }

  @Override
  public void close() {
    file.close();
  }
}
