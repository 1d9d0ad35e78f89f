package io.github.recurrent4j.interchange;

import io.github.recurrent4j.interchange.file.TensorFile;
import io.github.recurrent4j.vectorization.BadInputException;
import java.util.List;
import org.nd4j.linalg.activations.Activation;

/**
 * How the tensors of a file become layers, one after another. A file of Keras says all that itself.
 *
 * @param names modules in their order; none for all, in the order of the file
 * @param lastOnly whether the last recurrent layer gives only its last state
 * @param head what follows the last Linear
 */
public record Importing(List<String> names, boolean lastOnly, Head head) {
  /** What a state dict does not tell: the activation after the last Linear. */
  public enum Head {
    /** Probabilities that sum to one. */
    SOFTMAX(Activation.SOFTMAX),
    /** A probability for each output. */
    SIGMOID(Activation.SIGMOID),
    /** Nothing. */
    IDENTITY(Activation.IDENTITY);

    private final Activation activation;

    Head(Activation activation) {
      this.activation = activation;
    }
  }

  /** All modules in the order of the file, softmax at the end. */
  public static Importing standard() {
    return new Importing(List.of(), false, Head.SOFTMAX);
  }

  /**
   * The layers of a file.
   *
   * @throws BadInputException if it has modules of unknown kinds, or not those that were named
   */
  public List<ImportedLayer> layers(TensorFile file) {
    if (KerasModel.is(file)) {
      return KerasModel.layers(file);
    }
    PyTorchModules modules = new PyTorchModules(file);
    List<ImportedLayer> layers = names.isEmpty() ? modules.all() : modules.all(names);
    int end = layers.size() - 1;
    if (layers.get(end) instanceof ImportedDense dense) {
      layers.set(end, dense.withActivation(head.activation));
    }
    for (int i = end; lastOnly && i >= 0; i--) {
      if (layers.get(i) instanceof ImportedRecurrent recurrent) {
        layers.set(i, recurrent.withLastOnly(true));
        return layers;
      }
    }
    return layers;
  }
}
