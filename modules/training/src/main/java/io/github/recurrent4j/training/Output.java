package io.github.recurrent4j.training;

import java.nio.file.Path;
import java.util.Collection;

/**
 * Where a trained model goes, and what becomes of one that is there.
 *
 * @param file the model file; a checkpoint, a log and a learning curve lie beside it
 * @param existing what to do with files that are there
 */
public record Output(Path file, Existing existing) {
  /** What to do with files that are there. */
  public enum Existing {
    /** A model that is there is kept: training is refused. */
    KEEP,
    /** Train anew and put the new model in its place. */
    OVERWRITE,
    /** Go on from the checkpoint, or start anew where there is none. */
    RESUME
  }

  /** A new file. */
  public static Output to(Path file) {
    return new Output(file, Existing.KEEP);
  }

  /** The same, in place of what is there. */
  public Output overwriting() {
    return new Output(file, Existing.OVERWRITE);
  }

  /** The same, going on from the checkpoint. */
  public Output resuming() {
    return new Output(file, Existing.RESUME);
  }

  /**
   * Checks the files, so that what cannot be written is said before training, and takes them until
   * they are closed.
   *
   * @param inputs the files that are trained on, which must not be written over
   * @throws io.github.recurrent4j.vectorization.BadInputException if the model cannot be written
   *     there, or must not be
   */
  public OutputFiles take(Collection<Path> inputs) {
    return OutputFiles.take(this, inputs);
  }

  Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
