package io.github.recurrent4j.spark;

import io.github.recurrent4j.inference.model.ModelFile;
import io.github.recurrent4j.inference.model.ModelFileException;
import io.github.recurrent4j.vectorization.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A model file's content, on its way from the driver to the executors.
 *
 * @param content the file's bytes
 * @param digest SHA-256 of the content, by which executors know it again
 */
record ModelBytes(byte[] content, String digest) implements Serializable {
  private static final String SHIPPED = "/io/github/recurrent4j/pretrained/";

  /**
   * Reads a model file from any file system that Hadoop knows, and looks whether it can be opened.
   *
   * @throws BadInputException if it is missing, damaged, or of another app
   */
  static ModelBytes file(String file, String app, Configuration hadoop) {
    try {
      Path path = new Path(file);
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.exists(path) || !files.getFileStatus(path).isFile()) {
        throw new BadInputException(
            "model " + file + " does not exist on " + files.getUri() + ": name a model file");
      }
      try (InputStream in = files.open(path)) {
        return of(in.readAllBytes(), file, app);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException("cannot read the model " + file + " (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Reads a model that the artifact recurrent4j-pretrained holds.
   *
   * @throws BadInputException if it is not on the driver's class path
   */
  static ModelBytes pretrained(String name, String app) {
    try (InputStream in = ModelBytes.class.getResourceAsStream(SHIPPED + name + ".zip")) {
      if (in == null) {
        throw new BadInputException(
            "no pretrained model "
                + name
                + " on the driver's class path: add the artifact recurrent4j-pretrained");
      }
      return of(in.readAllBytes(), "the pretrained model " + name, app);
    } catch (IOException e) {
      throw new BadInputException("cannot read the pretrained model " + name, e);
    }
  }

  private static ModelBytes of(byte[] content, String name, String app) {
    try {
      ModelFile.read(() -> new ByteArrayInputStream(content), app).close();
    } catch (ModelFileException e) {
      throw new BadInputException(name + " " + e.getMessage(), e);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new ModelBytes(content, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
