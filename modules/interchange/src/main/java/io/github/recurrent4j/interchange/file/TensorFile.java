package io.github.recurrent4j.interchange.file;

import io.github.recurrent4j.vectorization.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A file of named tensors: safetensors, PyTorch's {@code torch.save} of a state dict, NumPy's
 * {@code .npy} and {@code .npz}, Keras's {@code .h5} and {@code .keras} (and any other HDF5). The
 * format is told by the content. Nothing in a file is executed, and nothing is allocated on a
 * promise: each size is held against the bytes that are there. Not for several threads.
 */
public final class TensorFile implements AutoCloseable {
  /** Tensors that a file may have; more than the largest checkpoints. */
  static final int MOST_TENSORS = 100_000;

  private final String name;
  private final String format;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> texts;
  private final Closeable resource;

  /**
   * What a format's reader has found.
   *
   * @param format its name
   * @param tensors in the order of the file
   * @param texts what else it says, by name
   * @param resource closed with the file
   */
  record Content(
      String format,
      Collection<StoredTensor> tensors,
      Map<String, String> texts,
      Closeable resource) {}

  private TensorFile(String name, Content content) {
    this.name = name;
    this.format = content.format;
    this.tensors = new LinkedHashMap<>();
    this.texts = Map.copyOf(content.texts);
    this.resource = content.resource;
    for (StoredTensor tensor : content.tensors) {
      if (tensors.put(tensor.info().name(), tensor) != null) {
        throw new BadInputException(
            "has two tensors of the name '" + tensor.info().name() + "': save it again");
      }
    }
  }

  /**
   * Opens a file and finds its tensors.
   *
   * @throws BadInputException if it is missing, cut off, forged or of no known format
   */
  public static TensorFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "there is no file " + file + ": name one of .safetensors, .pt, .npz, .npy, .h5, .keras");
    }
    return told(
        file.toString(),
        () -> {
          Content content = Formats.read(file);
          try {
            return new TensorFile(file.toString(), content);
          } catch (RuntimeException | Error e) {
            close(content.resource, e);
            throw e;
          }
        });
  }

  private static void close(Closeable resource, Throwable because) {
    try {
      resource.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** Work on a file, with the file's name before whatever is wrong with it. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T told(String name, Work<T> work) {
    try {
      return work.run();
    } catch (BadInputException e) {
      throw new BadInputException(name + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadInputException(
          name + " cannot be read (" + e.getMessage() + "): copy it again", e);
    } catch (OutOfMemoryError e) {
      throw new BadInputException(
          name + " needs more memory than there is: give Java more (JAVA_OPTS=-Xmx8g)", e);
    }
  }

  /** The file, as it was named. */
  public String name() {
    return name;
  }

  /** The format: safetensors, PyTorch, NumPy, Keras or HDF5. */
  public String format() {
    return format;
  }

  /** All tensors, in the order of the file. */
  public List<TensorInfo> tensors() {
    return tensors.values().stream().map(StoredTensor::info).toList();
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String tensor) {
    return tensors.containsKey(tensor);
  }

  /**
   * What a file says beside its tensors: the metadata of safetensors, {@code model_config} of
   * Keras; null if it is not there.
   */
  public String text(String key) {
    return texts.get(key);
  }

  /**
   * Reads a tensor.
   *
   * @throws BadInputException if there is none of this name, or its bytes cannot be read
   */
  public Tensor tensor(String tensor) {
    StoredTensor stored = tensors.get(tensor);
    if (stored == null) {
      throw missing(() -> "has no tensor '" + tensor + "': list them with --list");
    }
    return told(name, () -> new Tensor(stored.info(), stored.values().read()));
  }

  /** Something that the file lacks or has in a way that does not fit, with the file's name. */
  public BadInputException missing(Supplier<String> what) {
    return new BadInputException(name + " " + what.get());
  }

  @Override
  public void close() {
    try {
      resource.close();
    } catch (IOException e) {
      throw new BadInputException(name + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
