package io.github.recurrent4j.training;

import io.github.recurrent4j.inference.model.ModelFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of a model: DL4J's own object where it has just been trained, otherwise what a model
 * file holds, of which DL4J's object is made when somebody asks for it. Only then are DL4J's
 * classes and native libraries loaded.
 */
public final class ModelNetwork implements AutoCloseable {
  private final ModelFile file;
  private final boolean trained;
  private final List<ModelFile> snapshots = new ArrayList<>();
  private Object network;

  private ModelNetwork(ModelFile file, Object network) {
    this.file = file;
    this.network = network;
    this.trained = network != null;
  }

  /** The network of a file. */
  public static ModelNetwork of(ModelFile file) {
    return new ModelNetwork(file, null);
  }

  /**
   * A network that is being trained.
   *
   * @param network a MultiLayerNetwork or a ComputationGraph; closed with this object
   */
  public static ModelNetwork ofTrained(Object network) {
    return new ModelNetwork(null, network);
  }

  /**
   * Description and weights: the file's, or those that the network has at this moment. They stay
   * until {@link #forget} or {@link #close}.
   */
  public synchronized ModelFile stored() {
    if (!trained) {
      return file;
    }
    ModelFile now = NetworkConversion.describe(network);
    snapshots.add(now);
    return now;
  }

  /** Frees what {@link #stored} gave of a network that is being trained. */
  public synchronized void forget() {
    snapshots.forEach(ModelFile::close);
    snapshots.clear();
  }

  /**
   * DL4J's network.
   *
   * @param type MultiLayerNetwork or ComputationGraph, as the app has it
   */
  public synchronized <T> T network(Class<T> type) {
    if (network == null) {
      network = NetworkConversion.open(file);
    }
    return type.cast(network);
  }

  /** Frees the weights, and DL4J's network if there is one. */
  @Override
  public synchronized void close() {
    forget();
    if (file != null) {
      file.close();
    }
    if (network != null) {
      NetworkConversion.close(network);
    }
  }
}
