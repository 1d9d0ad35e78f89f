package io.github.recurrent4j.interchange;

import io.github.recurrent4j.layers.Projection;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/**
 * A dense layer at each step, or of a single vector: PyTorch's Linear, Keras's Dense.
 *
 * @param name its name in the file
 * @param weights [out, in], row by row
 * @param bias out values
 * @param activation what is applied to the sum
 */
public record ImportedDense(String name, float[] weights, float[] bias, Activation activation)
    implements ImportedLayer {
  @Override
  public int in() {
    return weights.length / bias.length;
  }

  @Override
  public int out() {
    return bias.length;
  }

  @Override
  public float[] parameters() {
    return Rows.joined(weights, bias);
  }

  /** The same with another activation, which PyTorch's files do not tell. */
  public ImportedDense withActivation(Activation other) {
    return new ImportedDense(name, weights, bias, other);
  }

  @Override
  public Layer configuration() {
    return new Projection.Builder().name(name).nIn(in()).nOut(out()).activation(activation).build();
  }
}
