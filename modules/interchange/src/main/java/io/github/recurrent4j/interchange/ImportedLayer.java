package io.github.recurrent4j.interchange;

import io.github.recurrent4j.vectorization.BadInputException;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer made of another framework's weights: the DL4J configuration that computes alike, and the
 * parameters for it.
 */
public sealed interface ImportedLayer
    permits ImportedEmbedding, ImportedRecurrent, ImportedDense, ImportedPooling {
  /** Its name in the file. */
  String name();

  /** Size of a step of what it reads: features, or ids for an embedding; 0 for any. */
  int in();

  /** Size of a step of what it gives; 0 for what it reads. */
  int out();

  /** A new configuration of the layer, for sequences as [batch, size, time]. */
  Layer configuration();

  /** All parameters in the order in which DL4J keeps this layer's. */
  float[] parameters();

  /**
   * Copies the parameters into a running layer of the same kind and size.
   *
   * @throws BadInputException if it has another number of parameters
   */
  default void copyTo(org.deeplearning4j.nn.api.Layer layer) {
    float[] parameters = parameters();
    if (layer.numParams() != parameters.length) {
      throw new BadInputException(
          name()
              + " has "
              + parameters.length
              + " parameters, but the layer has "
              + layer.numParams()
              + ": make the layer with configuration()");
    }
    layer.setParams(Nd4j.create(parameters, new long[] {1, parameters.length}));
  }
}
